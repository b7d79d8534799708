from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "groundswell.apps.places"

    def ready(self) -> None:
        """Say what areas are to grants."""
        from groundswell.apps.accounts.limits import know  # noqa: PLC0415
        from groundswell.apps.places.queries.areas import Areas  # noqa: PLC0415

        know("area", Areas())
