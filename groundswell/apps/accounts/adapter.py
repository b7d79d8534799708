"""How logging in differs from the library's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.apps.accounts import mail
from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.new_device import notice_new_device


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from an organiser's invitation, never from a form anybody can fill in."""
        return False

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """A second factor was added or removed: one letter of ours for all of it."""
        mail.post("second_factor_changed", [user.email], at=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After a log-in: write to its owner if it is from a browser we haven't seen."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        notice_new_device(request, user, response)
        return response
