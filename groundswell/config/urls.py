"""Every address of the site. Each view declares who may call it."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("", include("groundswell.apps.accounts.urls")),
    path("log-in/", account.login, name="account_login"),
    path("log-in/code/", account.request_login_code, name="account_request_login_code"),
    path("log-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("log-out/", account.logout, name="account_logout"),
    path("", include("groundswell.apps.jobs.urls")),
    path("", include("groundswell.apps.places.urls")),
    path("", include("groundswell.apps.elections.urls")),
    path("", include("groundswell.apps.dispatch.urls")),
]
