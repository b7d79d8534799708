from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "groundswell.apps.privacy"
