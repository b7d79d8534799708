from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from groundswell.apps.privacy.nights import schedule


class PrivacyConfig(AppConfig):
    name = "groundswell.apps.privacy"

    def ready(self) -> None:
        # Adds its check; it reads models, which are there from now on.
        import_module("groundswell.apps.privacy.start")
        post_migrate.connect(_schedule_nights, sender=self)


def _schedule_nights(**_context: Any) -> None:
    """See to it that a worker removes, each night, what is past its time."""
    schedule()
