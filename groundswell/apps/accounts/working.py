"""Which grants a request works with: of one organisation, and of one shift if it came by a link."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Organisation
from groundswell.apps.accounts.queries import live_grants

# The one grant that a log-in by a link may carry.
LIMITED_TO = "limited_to"
CHOSEN = "organisation"


def is_limited(request: HttpRequest) -> bool:
    """Whether this log-in came by a link for one shift, and sees nothing else."""
    return LIMITED_TO in request.session


def grants_at_hand(request: HttpRequest) -> list[Grant]:
    """Every live grant of the reader that this log-in may carry, in all organisations."""
    grants = list(live_grants(request.user, at=timezone.now()))  # type: ignore[arg-type]
    if is_limited(request):
        return [g for g in grants if str(g.pk) == request.session[LIMITED_TO]]
    return grants


def of_chosen_organisation(request: HttpRequest, grants: list[Grant]) -> list[Grant]:
    """Those of the organisation that the reader works in now: the one chosen, or the first."""
    if not grants:
        return []
    chosen = request.session.get(CHOSEN)
    of_choice = [grant for grant in grants if str(grant.organisation_id) == chosen]
    first = (of_choice or grants)[0].organisation_id
    return [grant for grant in grants if grant.organisation_id == first]


def organisations_of(grants: Iterable[Grant]) -> list[Organisation]:
    """The organisations that these grants are of, each once."""
    return list({grant.organisation_id: grant.organisation for grant in grants}.values())
