from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "groundswell.apps.events"

    def ready(self) -> None:
        """Say what events and shifts are to grants."""
        from groundswell.apps.accounts.limits import know  # noqa: PLC0415
        from groundswell.apps.events.limits import Events, Shifts  # noqa: PLC0415

        know("event", Events())
        know("shift", Shifts())
