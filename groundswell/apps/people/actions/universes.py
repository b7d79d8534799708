"""Saving a search under a name, and keeping those names in order."""

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Universe
from groundswell.apps.people.queries.search import Filters, understood
from groundswell.errors import InputError


@transaction.atomic
def save_universe(
    *, by: User, organisation: Organisation, reach: Reach, name: str, filters: Filters
) -> Universe:
    """Keep a search under a name. What was typed is kept with the way in which it was read."""
    if filters.is_empty:
        raise InputError(_("Search or filter first: a universe is whom a search finds."))
    universe = Universe(
        organisation=organisation,
        name=_free_name(name),
        rule=understood(reach, filters).to_rule(),
        made_by=by,
    )
    universe.save(force_insert=True)
    note("universe.saved", organisation_id=organisation.pk, by_id=by.pk, about=universe)
    return universe


@transaction.atomic
def rename_universe(*, by: User, organisation: Organisation, universe: Universe, name: str) -> None:
    universe.name = _free_name(name, but=universe)
    universe.save(update_fields=["name"])
    note("universe.renamed", organisation_id=organisation.pk, by_id=by.pk, about=universe)


@transaction.atomic
def delete_universe(*, by: User, organisation: Organisation, universe: Universe) -> None:
    """Forget the search. The people it found stay as they are."""
    note("universe.deleted", organisation_id=organisation.pk, by_id=by.pk, about=universe)
    universe.delete()


def _free_name(name: str, but: Universe | None = None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise InputError(_("Give the universe a name, of 80 letters at the most."))
    taken = Universe.objects.filter(name__iexact=name)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise InputError(_("There is a universe called “%(name)s” already.") % {"name": name})
    return name
