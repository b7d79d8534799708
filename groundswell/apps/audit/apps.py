from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "groundswell.apps.audit"
