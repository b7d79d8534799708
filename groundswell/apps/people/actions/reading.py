"""Looking at a person: with a reason, within a day's budget, and never unseen."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.audit.models import Entry
from groundswell.apps.people.models import Person, Reading
from groundswell.apps.people.queries.reading import (
    PAGES_A_DAY,
    PEOPLE_A_DAY,
    REASONS,
    UNUSUAL_IN_AN_HOUR,
    n_people_read,
    start_of_today,
)
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.errors import InputError

LONGEST_REASON = Reading._meta.get_field("reason").max_length or 0


def begin_reading(*, by: User, organisation: Organisation, person: Person, reason: str) -> Reading:
    """Write down why somebody looks at a person; from now on they see the page for a while.

    Raises InputError if the day's budget is used up, and tells the data officers of the last one
    in it, and of an hour with more than anybody reads by hand.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InputError(_("Say in a few words why you look at this person."))
    with transaction.atomic():
        today = n_people_read(by, since=start_of_today())
        if today >= PEOPLE_A_DAY and not _is_read_today(by, person):
            raise InputError(
                _(
                    "You have looked at %(n)d people today, which is as many as one may. Go on "
                    "tomorrow. If the work can’t wait, ask a colleague, or the data officer."
                )
                % {"n": PEOPLE_A_DAY}
            )
        now = timezone.now()
        made = Reading(
            organisation=organisation, user=by, person_id=person.pk, reason=reason, at=now
        )
        is_new = not _is_read_today(by, person)
        made.save(force_insert=True)
        note(
            "person.read", organisation_id=organisation.pk, by_id=by.pk, about=person,
            reason=reason if reason in REASONS else "other",
        )  # fmt: skip
        in_hour = n_people_read(by, since=now - timedelta(hours=1))
    if is_new and today + 1 == PEOPLE_A_DAY:
        _tell(organisation, by, PEOPLE_A_DAY, _("today, which is as many as one may"))
    elif is_new and in_hour == UNUSUAL_IN_AN_HOUR:
        _tell(organisation, by, UNUSUAL_IN_AN_HOUR, _("within an hour"))
    return made


def _is_read_today(user: User, person: Person) -> bool:
    return Reading.objects.filter(user=user, person_id=person.pk, at__gte=start_of_today()).exists()


def _tell(organisation: Organisation, user: User, n: int, when: str) -> None:
    """The officers see in the record who it was: a mail names nobody."""
    note("people.read-much", organisation_id=organisation.pk, by_id=user.pk, about=user, people=n)
    tell_data_officers(
        organisation,
        _("Somebody reads unusually much"),
        _(
            "One user of your organisation has looked at the pages of %(n)d people %(when)s. Who "
            "it is, and the reasons they gave, stand in the record: look there, and ask them."
        )
        % {"n": n, "when": when},
    )


def turn_page(*, by: User, organisation: Organisation) -> None:
    """Go on to a later page of a search. Raises InputError if the day's pages are used up.

    The first page of a search costs nothing: one looks for somebody. Going through page after
    page is copying a list, and lists leave as exports, with two people and a trace.
    """
    turned = Entry.objects.filter(
        organisation_id=organisation.pk,
        actor_id=by.pk,
        action="people.paged",
        at__gte=start_of_today(),
    ).count()
    if turned >= PAGES_A_DAY:
        raise InputError(
            _(
                "You have turned %(n)d pages of search results today, which is as many as one "
                "may. Narrow the search down, or ask for an export."
            )
            % {"n": PAGES_A_DAY}
        )
    note("people.paged", organisation_id=organisation.pk, by_id=by.pk, about=organisation)
