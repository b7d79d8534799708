from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "groundswell.apps.accounts"

    def ready(self) -> None:
        """Say what teams are to grants, and follow what the library does with second factors."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415

        from groundswell.apps.accounts.limits import know  # noqa: PLC0415
        from groundswell.apps.accounts.plain_words import watch_forms  # noqa: PLC0415
        from groundswell.apps.accounts.queries.teams import Teams  # noqa: PLC0415
        from groundswell.apps.accounts.sessions import end_other_sessions_of_new_factor  # noqa: PLC0415

        know("team", Teams())
        watch_forms()
        authenticator_added.connect(end_other_sessions_of_new_factor)
