from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "groundswell.apps.people"

    def ready(self) -> None:
        """What the owner of the database leaves for the site after each migration."""
        # Models can be imported only now.
        from groundswell.apps.people.planning.index_building import (  # noqa: PLC0415
            leave_functions,
        )

        # What ends when somebody leaves, and what follows an area that moves, says so itself.
        import_module("groundswell.apps.people.actions.exports")
        import_module("groundswell.apps.people.actions.moved_areas")
        post_migrate.connect(
            leave_functions, sender=self, dispatch_uid="groundswell.people.indexes"
        )
