"""One's own account: log-ins, and the second factor."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts import second_factor, sessions
from groundswell.apps.accounts.access import signed_in
from groundswell.apps.accounts.requests import Request


@signed_in
@require_safe
def show_sessions(request: Request) -> HttpResponse:
    """Where the reader is logged in."""
    return render(request, "accounts/sessions.html", {"rows": sessions.sessions_of(request)})


@signed_in
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    """End one other log-in."""
    sessions.end_session(request.user, pk)
    messages.success(request, _("That log-in has ended."))
    return redirect("sessions")


@signed_in
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """End all but this one."""
    sessions.end_other_sessions(request, request.user)
    messages.success(request, _("Every other log-in has ended, and every link for a shift."))
    return redirect("sessions")


@signed_in
@require_safe
def show_second_factor(request: Request) -> HttpResponse:
    """Passkeys, the authenticator app and recovery codes; why they are asked for."""
    rows = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = ""
    strong = [row for row in rows if row.type in second_factor.STRONG]
    shown: dict[str, Any] = {
        "passkeys": [row for row in strong if row.type == Authenticator.Type.WEBAUTHN],
        "app": next((row for row in strong if row.type == Authenticator.Type.TOTP), None),
        "n_codes": _codes_left(rows),
        "is_missing": not (strong or settings.DEMO)
        and second_factor.needs_one(request.user, request.grants),
        "back": back if strong else "",
    }
    return render(request, "accounts/second_factor.html", shown)


def _codes_left(rows: list[Authenticator]) -> int | None:
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return len(codes.wrap().get_unused_codes()) if codes else None


@signed_in
@require_safe
def go_to_second_factor(request: Request) -> HttpResponse:
    """Where the library goes back to, under two names of its own."""
    return redirect("second-factor")


class RemovePasskey(RemoveWebAuthnView):
    """Take a passkey away, unless it is the last second factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            words = _("Your role needs a second factor. Add another one before you remove this.")
            messages.error(self.request, words)
            return redirect("second-factor")
        answer: HttpResponse = super().form_valid(form)
        return answer


remove_passkey = signed_in(RemovePasskey.as_view())
