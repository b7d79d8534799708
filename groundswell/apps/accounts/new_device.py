"""A letter when somebody logs in from a browser that they haven't used here before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from groundswell.apps.accounts import mail
from groundswell.apps.accounts.models import User

COOKIE = "groundswell_known"
A_YEAR = 365 * 24 * 3600
MOST_USERS = 5  # of one browser


def notice_new_device(request: HttpRequest, user: User, response: HttpResponse) -> None:
    """Send the letter if this browser doesn't bring our mark for this user, and leave the mark."""
    mark = salted_hmac("groundswell.known-device", str(user.pk), algorithm="sha256").hexdigest()
    marks = [known for known in request.COOKIES.get(COOKIE, "").split(".") if len(known) == 64]
    is_known = any(constant_time_compare(known, mark) for known in marks)
    if not is_known:
        mail.post(
            "new_device", [user.email], browser=browser_of(request.headers.get("User-Agent", "")),
            at=timezone.now(),
        )  # fmt: skip
        marks = [mark, *marks][:MOST_USERS]
    response.set_cookie(
        COOKIE, ".".join(marks), max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


# In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """A browser as a person knows it, e.g. "Firefox on Windows"; what it says of itself may lie."""
    browser = next((name for part, name in _BROWSERS if part in user_agent), "")
    if not browser and "Safari" in user_agent:
        browser = "Safari"
    system = next((name for part, name in _SYSTEMS if part in user_agent), "")
    return " on ".join(part for part in (browser, system) if part) or "an unknown browser"
