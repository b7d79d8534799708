"""The rules of views that libraries bring: they can't declare their own."""

from groundswell.apps.accounts.access import Rule

THIRD_PARTY_RULES = {
    "account_login": Rule("public"),
    "account_request_login_code": Rule("public"),
    "account_confirm_login_code": Rule("public"),
    "account_logout": Rule("signed-in"),
    # Between the code by mail and the second factor nobody is logged in yet.
    "mfa_authenticate": Rule("public"),
    "mfa_login_webauthn": Rule("public"),
    "mfa_reauthenticate": Rule("signed-in"),
    "mfa_reauthenticate_webauthn": Rule("signed-in"),
    "mfa_activate_totp": Rule("signed-in"),
    "mfa_deactivate_totp": Rule("signed-in"),
    "mfa_view_recovery_codes": Rule("signed-in"),
    "mfa_generate_recovery_codes": Rule("signed-in"),
    "mfa_download_recovery_codes": Rule("signed-in"),
    "mfa_add_webauthn": Rule("signed-in"),
    "mfa_edit_webauthn": Rule("signed-in"),
}
