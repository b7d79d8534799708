"""Every address of the site. Each view declares who may call it."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from groundswell.apps.accounts.views import own

# Of the library only what is used, under names that it knows.
SECOND_FACTOR = [
    path("", own.show_second_factor, name="second-factor"),
    path("all/", own.go_to_second_factor, name="mfa_index"),
    path("again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", own.go_to_second_factor, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", own.remove_passkey, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", include("groundswell.apps.accounts.urls")),
    path("log-in/", account.login, name="account_login"),
    path("log-in/code/", account.request_login_code, name="account_request_login_code"),
    path("log-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("log-in/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("log-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("log-out/", account.logout, name="account_logout"),
    path("account/second-factor/", include(SECOND_FACTOR)),
    path("", include("groundswell.apps.jobs.urls")),
    path("", include("groundswell.apps.privacy.urls")),
    path("", include("groundswell.apps.places.urls")),
    path("", include("groundswell.apps.elections.urls")),
    path("", include("groundswell.apps.people.urls")),
    path("", include("groundswell.apps.events.urls")),
    path("", include("groundswell.apps.dispatch.urls")),
]
