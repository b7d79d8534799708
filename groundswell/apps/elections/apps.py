from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "groundswell.apps.elections"
