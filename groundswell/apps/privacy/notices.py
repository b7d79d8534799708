"""Mail to the data officers. It says that something happened, and never to whom."""

from django.core.mail import send_mail
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Organisation
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope


def tell_data_officers(organisation: Organisation, subject_line: str, text: str) -> int:
    """Send a notice to each data officer of the organisation; returns how many there are.

    text: no names, addresses or opinions: it leaves the server.
    """
    now = timezone.now()
    with scope(organisation.pk):
        addresses = (
            Grant.objects.filter(
                role=Role.DATA_OFFICER, valid_from__lte=now, valid_until__gt=now,
                ended_at=None, subject__is_active=True,
            )
            .values_list("subject__email", flat=True)
            .distinct()
        )  # fmt: skip
        to = sorted(addresses)
    for address in to:
        send_mail(subject_line, text, None, [address])
    return len(to)
