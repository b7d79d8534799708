"""The next number of a row that people speak of by its number."""

from typing import Any

from django.db.models import Max

from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.privacy.models import DataPolicy
from groundswell.apps.privacy.queries.policy import policy


def next_number(model: Any) -> int:
    """One more than the highest; call it in the transaction that uses it."""
    policy()
    # The policy's row is the lock: two that come at once get two numbers.
    DataPolicy.objects.select_for_update().get(organisation_id=active_organisation_id())
    return (model.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
