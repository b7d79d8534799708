"""The data officer's first page, and the nightly removal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.privacy.actions import retention as actions
from groundswell.apps.privacy.queries import breaches, policy, requests, retention


@access("privacy.handle")
@require_safe
def show_privacy(request: Request) -> HttpResponse:
    """What waits, what is late, and whether the nightly removal runs."""
    now = timezone.now()
    return render(
        request,
        "privacy/privacy.html",
        {
            "policy": policy.policy(),
            "undecided": policy.undecided(),
            "requests": requests.with_clocks(requests.open_requests()[:5], at=now),
            "n_open": requests.open_requests().count(),
            "n_late": requests.n_late(at=now),
            "breaches": breaches.open_breaches(at=now),
            "latest": retention.latest_run(),
            "is_silent": retention.is_silent(at=now),
        },
    )


@access("privacy.handle")
@require_safe
def show_retention(request: Request) -> HttpResponse:
    """What is kept for how long, and what the last nights removed."""
    now = timezone.now()
    return render(
        request,
        "privacy/retention.html",
        {
            "rules": retention.rules_in_words(),
            "nights": retention.nights(),
            "is_silent": retention.is_silent(at=now),
        },
    )


@access("privacy.handle")
@require_POST
def run_retention(request: Request) -> HttpResponse:
    """Do tonight's removal now."""
    actions.remove_what_is_past(by=request.user, organisation=request.organisation)
    return redirect("retention")
