"""Choosing the side that forecast, targets, plan and finder follow."""

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.actions import note
from groundswell.apps.elections import queries
from groundswell.apps.elections.models import Election, Party, SideChoice
from groundswell.errors import InputError


@transaction.atomic
def choose_side(
    *,
    by: User | None,
    organisation: Organisation,
    party: Party,
    election: Election | None = None,
    base: Election | None = None,
) -> SideChoice:
    """Work for a party's candidacies. Any party that stood at the base election will do.

    by: None only at set-up. election, base: the one to come and the past one to start from; kept
    as they are if not given, and at the first choice the newest with polls and the one before it.

    Raises InputError if no election with polls is loaded, or the party doesn't stand.
    """
    # At set-up there is no page, and so no scope yet.
    with scope(organisation.pk):
        held = SideChoice.objects.select_for_update().first()
    if held is None:
        held = SideChoice(organisation=organisation)
        held.election, held.base = queries.newest_elections()
    held.election, held.base = election or held.election, base or held.base
    held.side = party
    if party not in queries.sides(held):
        raise InputError(
            f"{party.name} had no candidacy on {held.base.polling_day:%-d %B %Y}, so nothing is "
            "known to start from. Choose a party that stood."
        )
    held.save()
    note(
        "side.chosen",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=held,
        side=party.code,
        election=str(held.election.polling_day),
        base=str(held.base.polling_day),
    )
    return held
