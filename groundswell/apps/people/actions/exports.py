"""What people can do with lists that go out: ask, agree, stop, fetch once, tell a leaked one."""

import secrets
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.leaving import on_leaving
from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import reach_of
from groundswell.apps.accounts.second_person import refuse_as_second
from groundswell.apps.audit.actions import note
from groundswell.apps.jobs.actions import ask, ask_to_cancel
from groundswell.apps.people.models import Export
from groundswell.apps.people.planning.exporting import forget_file
from groundswell.apps.people.planning.shapes import MOST_PEOPLE, NEEDED, SHAPES
from groundswell.apps.people.queries import exports as queries
from groundswell.apps.people.tasks import exports as tasks
from groundswell.apps.privacy.consents import PURPOSES
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.queries.policy import is_small
from groundswell.errors import InputError

State = Export.State


@transaction.atomic
def ask_for_export(
    *,
    by: User,
    organisation: Organisation,
    rule: dict[str, Any],
    format: str,
    consent: str,
    channel: str,
    purpose: str,
) -> Export:
    """Ask for a list to go out. Nothing is written before a second person agrees.

    rule: whom, as `Filters.to_rule`. format: of planning.shapes.SHAPES. consent, channel: what
    people must have agreed to, of privacy.consents. purpose: in words, for the second person.
    In a small organisation a day's wait and a notice stand in for the second person.
    Raises InputError if nobody would be in it, or more people than one file may hold.
    """
    _refuse_unfit(format=format, consent=consent, channel=channel, purpose=purpose)
    reach = queries.reach_now(by)
    if reach.is_empty:
        raise InputError(_("You hold no role that lets you export people."))
    sifted = queries.sift(
        queries.people_of(reach, rule), consent=consent, channel=channel, needs=NEEDED[channel]
    )
    _refuse_none_or_too_many(sifted)
    # Two people may ask at once; numbers go out one by one.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = Export.objects.aggregate(last=Max("number"))["last"] or 0
    export = Export(
        organisation=organisation,
        number=last + 1,
        format=format,
        rule=rule,
        areas=[] if reach.whole else sorted(reach.areas),
        purpose=purpose.strip(),
        consent=consent,
        channel=channel,
        n_people=len(sifted.ids),
        left_out=dict(sifted.left_out),
        mark=secrets.token_hex(16),
        asked_by=by,
        asked_at=timezone.now(),
    )
    export.save(force_insert=True)
    _note("export.asked", export, by, people=export.n_people, format=format)
    if is_small():
        _begin(export, at=timezone.now() + queries.SMALL_DELAY)
    return export


def _refuse_unfit(*, format: str, consent: str, channel: str, purpose: str) -> None:
    if format not in SHAPES:
        raise InputError(
            _("There is no format “%(format)s”. One of: %(known)s.")
            % {"format": format, "known": ", ".join(SHAPES)}
        )
    if channel not in SHAPES[format].channels:
        raise InputError(
            _("%(format)s is not for this way to reach people. It is for: %(known)s.")
            % {"format": SHAPES[format].name, "known": ", ".join(SHAPES[format].channels)}
        )
    if consent not in PURPOSES:
        raise InputError(
            _("“%(consent)s” is nothing that people agree to. One of: %(known)s.")
            % {"consent": consent, "known": ", ".join(PURPOSES)}
        )
    if len(purpose.split()) < 2:
        raise InputError(_("Say in a few words what the list is for, and who will use it."))


def _refuse_none_or_too_many(sifted: queries.Sifted) -> None:
    n = len(sifted.ids)
    if n == 0:
        raise InputError(
            _(
                "Nobody would be on this list: %(n)d people fit, and all of them are left out, "
                "since they asked not to be contacted, didn’t agree to this, or can’t be "
                "reached this way."
            )
            % {"n": sifted.left_out.total()}
        )
    if n > MOST_PEOPLE:
        raise InputError(
            _("%(n)s people would be on this list; one file holds %(most)s. Ask area by area.")
            % {"n": f"{n:,}", "most": f"{MOST_PEOPLE:,}"}
        )


@transaction.atomic
def approve_export(*, by: User, export: Export) -> Export:
    """The second person agrees. The wait begins in which a data officer can stop it."""
    held = _held(export)
    if held.state != State.ASKED:
        raise InputError(_("This export isn’t waiting for a second person any more."))
    refuse_as_second(asker=held.asked_by, approver=by, permission="export.approve")
    _refuse_beyond_reach(by, held)
    held.approved_by, held.approved_at = by, timezone.now()
    _note("export.approved", held, by)
    _begin(held, at=timezone.now() + queries.COOL_OFF)
    return held


def _refuse_beyond_reach(by: User, export: Export) -> None:
    grants = live_grants(by, at=timezone.now(), of_scope=True)
    if not queries.covers(reach_of(grants, "export.approve"), export.areas):
        raise InputError(_("This list reaches beyond the areas that you may see."))


def _begin(export: Export, *, at: datetime) -> None:
    """Start the wait, tell those who can stop it, and have a worker write the file after it."""
    export.state, export.not_before = State.COOLING, at
    export.job = ask(by=export.asked_by, organisation=export.organisation, kind="export")
    export.save()
    tasks.write_export.using(run_after=at).enqueue(str(export.job_id))
    local = timezone.localtime(at)
    words = {"number": export.number, "at": f"{local:%H:%M}", "day": f"{local:%-d %B %Y}"}
    subject = _("A list will leave: export %(number)d") % words
    text = _(
        "Export %(number)d will be written on %(day)s at %(at)s. Until then, and until it is "
        "fetched, a data officer can stop it on the page Exports."
    )
    organisation = export.organisation
    transaction.on_commit(
        lambda: tell_data_officers(organisation, subject, text % words), robust=True
    )


@transaction.atomic
def turn_down_export(*, by: User, export: Export, reason: str) -> Export:
    """The second person says no. Whoever asked reads the reason."""
    held = _held(export)
    if held.state != State.ASKED:
        raise InputError(_("This export isn’t waiting for a second person any more."))
    if held.asked_by == by:
        raise InputError(_("You asked for this export yourself. Take it back instead."))
    _refuse_beyond_reach(by, held)
    return _stopped(held, by=by, reason=reason, action="export.turned-down")


@transaction.atomic
def stop_export(*, by: User, export: Export, reason: str = "") -> Export:
    """A data officer stops it, or whoever asked takes it back: at any time until it is fetched."""
    held = _held(export)
    if not held.is_open:
        raise InputError(_("This export is over: there is nothing to stop."))
    action = "export.taken-back" if held.asked_by == by else "export.stopped"
    return _stopped(held, by=by, reason=reason, action=action)


def _stopped(export: Export, *, by: User | None, reason: str, action: str) -> Export:
    export.state, export.stopped_by, export.stopped_at = State.STOPPED, by, timezone.now()
    export.reason, export.pass_phrase = reason.strip()[:300], ""
    export.save()
    if export.job is not None:
        ask_to_cancel(job=export.job)
    _note(action, export, by)
    transaction.on_commit(lambda: forget_file(export))
    return export


@transaction.atomic
def show_pass_phrase(*, by: User, export: Export) -> str:
    """The pass phrase of the file, once; it is kept nowhere after that."""
    held = _held(export)
    if held.asked_by != by or held.state not in (State.READY, State.FETCHED):
        raise InputError(_("There is no pass phrase to show."))
    if not held.pass_phrase:
        raise InputError(
            _("The pass phrase was shown already, and is kept nowhere. Ask for the list again.")
        )
    phrase = held.pass_phrase
    held.pass_phrase = ""
    held.save(update_fields=["pass_phrase"])
    _note("export.phrase-shown", held, by)
    return phrase


@transaction.atomic
def fetch_export(*, by: User, export: Export) -> BinaryIO:
    """Hand the encrypted file to whoever asked for it, once; it is deleted with that."""
    held = _held(export)
    if held.asked_by != by:
        raise InputError(_("Only whoever asked for an export can fetch it."))
    until = queries.until(held)
    if held.state != State.READY or until is None or until <= timezone.now():
        raise InputError(_("There is nothing to fetch: a file is fetched once, within 24 hours."))
    try:
        file = queries.file_of(held).open("rb")
    except FileNotFoundError:
        raise InputError(
            _("The file is not on this server any more. Ask for the list again.")
        ) from None
    held.state, held.fetched_at = State.FETCHED, timezone.now()
    held.save(update_fields=["state", "fetched_at"])
    _note("export.fetched", held, by, people=held.n_people)
    # Who holds it open still reads it to its end.
    transaction.on_commit(lambda: forget_file(held))
    return file


def note_trace(*, by: User, organisation: Organisation, rows: int, found: Export | None) -> None:
    """Write down that somebody looked where a list came from."""
    note(
        "export.traced", organisation_id=organisation.pk, by_id=by.pk,
        about=found or organisation, rows=rows,
    )  # fmt: skip


@on_leaving("exports")
def stop_exports_of(*, person: User, by: User | None) -> int:
    """Whoever is removed takes nothing along: their open exports are stopped."""
    theirs = [export for export in Export.objects.filter(asked_by=person) if export.is_open]
    for export in theirs:
        _stopped(_held(export), by=by, reason="", action="export.stopped")
    return len(theirs)


def _held(export: Export) -> Export:
    """The row as it stands now, locked until the transaction ends."""
    return Export.objects.select_for_update(of=("self",)).get(pk=export.pk)


def _note(action: str, export: Export, by: User | None, **detail: Any) -> None:
    note(
        action, organisation_id=export.organisation_id, by_id=by.pk if by else None,
        about=export, number=export.number, **detail,
    )  # fmt: skip
