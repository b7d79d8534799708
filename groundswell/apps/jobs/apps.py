from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "groundswell.apps.jobs"
