"""The rules of views that libraries bring: they can't declare their own."""

from groundswell.apps.accounts.access import Rule

THIRD_PARTY_RULES = {
    "account_login": Rule("public"),
    "account_request_login_code": Rule("public"),
    "account_confirm_login_code": Rule("public"),
    "account_logout": Rule("signed-in"),
}
