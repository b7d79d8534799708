from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "groundswell.apps.dispatch"
