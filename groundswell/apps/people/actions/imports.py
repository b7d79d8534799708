"""What a user can do with lists that come in: bring a file, match its columns, ask, agree, undo.

An import that nobody may write alone waits for a second person; a small organisation's waits a day
instead, and its data officers are told (docs/decisions/0009).
"""

from collections.abc import Mapping as Columns
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import reach_of
from groundswell.apps.accounts.second_person import refuse_as_second
from groundswell.apps.audit.actions import note
from groundswell.apps.jobs.actions import ask, ask_to_cancel
from groundswell.apps.jobs.models import Job
from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.actions.import_columns import refuse_columns
from groundswell.apps.people.models import Import, Mapping
from groundswell.apps.people.planning.lists import source_of
from groundswell.apps.people.planning.rules import reach_to_import
from groundswell.apps.people.tasks import imports as tasks
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.queries.policy import is_small
from groundswell.errors import InputError
from groundswell.exchange.people.files import FROM_A_PAGE, FROM_THE_SHELL, Limits, open_people_file
from groundswell.exchange.people.formats import recognise, suggest

State = Import.State
OPEN = (State.UPLOADED, State.CHECKING, State.CHECKED, State.WAITING, State.APPLYING)
AFTER_A_DEATH = {
    State.CHECKING: State.FAILED,
    State.APPLYING: State.FAILED,
    State.UNDOING: State.DONE,
}
SAMPLE = 2000
SMALL_DELAY = timedelta(hours=24)
# A file that nobody went on with isn't kept for ever.
DAYS_KEPT = 14


def start_import(
    *,
    by: User | None,
    organisation: Organisation,
    file: BinaryIO,
    file_name: str,
    n_bytes: int,
    limits: Limits = FROM_A_PAGE,
) -> Import:
    """Store a file, recognise its format, and suggest a field for each column.

    by: None from the shell. Raises InputError if it can't be read, is too large, or is being
    imported already; then nothing is kept of it.
    """
    if organisation.set_up_at is None:
        raise InputError(
            _("%(organisation)s isn't set up yet. A data officer and an organiser come first.")
            % {"organisation": organisation.name}
        )
    sweep()
    made = Import(id=uuid4(), organisation=organisation, asked_by=by, file_name=file_name[:200])
    most = limits.megabytes * 1_000_000
    try:
        made.file_hash, made.file_bytes = folder.store(
            made.pk, file, most_bytes=most, file_name=file_name
        )
        _read_header(made, limits)
        _save_new(made)
    except BaseException:
        folder.remove(made.pk)
        raise
    return made


def _read_header(made: Import, limits: Limits) -> None:
    with open_people_file(folder.file_of(made), name=made.file_name, limits=limits) as opened:
        found = recognise(opened.header)
        sample = opened.sample(SAMPLE)
        country = made.organisation.country
        fields = suggest(opened.header, sample, format=found.code, country=country)
        made.format, made.n_rows = found.code, opened.n_rows
    made.columns = {one.column: one.field for one in fields}
    if found.code == "register-uk":
        made.data_set = "roll"


@transaction.atomic
def _save_new(made: Import) -> None:
    # Two people may bring the same file at once; they are let in one by one.
    Organisation.objects.select_for_update().get(pk=made.organisation_id)
    same = Import.objects.filter(file_hash=made.file_hash, state__in=OPEN).first()
    if same is not None:
        raise InputError(
            _(
                "This very file is being imported already: it is number %(number)d, "
                "%(file)s, %(state)s. Go on with that one, or stop it first."
            )
            % {"number": same.number, "file": same.file_name, "state": same.get_state_display()}
        )
    made.number = (Import.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    made.save(force_insert=True)
    _note("import.started", by=made.asked_by, of=made, rows=made.n_rows, bytes=made.file_bytes)


@transaction.atomic
def set_columns(
    *,
    by: User | None,
    of: Import,
    columns: Columns[str, str],
    format: str,
    area: AreaNode | None,
    where_from: str,
    data_set: str,
    keep_until: date | None,
    enqueue: bool = True,
) -> Import:
    """Say what each column becomes, and have a worker check the whole file: a dry run.

    columns: {"Vol_FullName": "full_name", "Notes": ""}, every column of the file; "" leaves it out.
    area: for rows that name none; somebody with a reach of areas only must give one.
    enqueue: False if the caller does the task itself.
    Raises InputError if the organisation may not keep this, or nobody could be known by it.
    """
    held = _held(of, State.UPLOADED, State.CHECKED)
    path = folder.file_of(held)
    with open_people_file(path, name=held.file_name, limits=FROM_THE_SHELL) as opened:
        header = opened.header
    refuse_columns(header, columns, format=format, data_set=data_set)
    _refuse_area(by, area)
    if not where_from.strip():
        raise InputError(_("Say where the list is from. People may ask us this."))
    if keep_until is not None and keep_until <= timezone.localdate():
        raise InputError(_("The list would be kept until a day that is past. Choose a later one."))
    held.columns = {name: columns.get(name, "") for name in header}
    held.format, held.area, held.data_set = format, area, data_set
    held.where_from, held.keep_until = where_from.strip()[:200], keep_until
    held.source = source_of(format, held.where_from)
    held.state, held.asked_by, held.failure = State.CHECKING, by, ""
    held.job = ask(by=by, organisation=held.organisation, kind="import-check")
    held.save()
    _note("import.columns-set", by=by, of=held, columns=sum(map(bool, held.columns.values())))
    if enqueue:
        tasks.run_check.enqueue(str(held.job_id))
    return held


def _refuse_area(by: User | None, area: AreaNode | None) -> None:
    reach = reach_to_import(by)
    if reach.whole:
        return
    if area is None:
        raise InputError(_("Choose an area: your role reaches some areas only, so the list must."))
    if not any(area.path.startswith(path) for path in reach.areas):
        raise InputError(_("This area is outside of those your role reaches. Choose another."))


@transaction.atomic
def save_mapping(
    *,
    by: User | None,
    organisation: Organisation,
    name: str,
    format: str,
    columns: Columns[str, str],
) -> Mapping:
    """Keep the columns under a name for the next file; a mapping of that name is replaced."""
    name = name.strip()
    if not name or len(name) > 80:
        raise InputError(_("Give the mapping a name of at most 80 letters."))
    saved, _made = Mapping.objects.update_or_create(
        organisation=organisation,
        name=name,
        defaults={"format": format, "columns": dict(columns), "made_by": by},
    )
    _note("mapping.saved", by=by, of=saved)
    return saved


@transaction.atomic
def ask_to_apply(*, by: User | None, of: Import) -> Import:
    """Ask for what was checked to be written: WAITING for a second person or the delay."""
    held = _held(of, State.CHECKED)
    reach_to_import(by)
    if held.receipt["rows"] == held.receipt["refused"]:
        raise InputError(_("Every row is refused, so there is nothing to import. Mend the file."))
    held.state, held.asked_by, held.not_before = State.WAITING, by, None
    if is_small():
        held.not_before = timezone.now() + SMALL_DELAY
        held.job = ask(by=by, organisation=held.organisation, kind="import")
        later = tasks.run_apply.using(run_after=held.not_before)
        later.enqueue(str(held.job_id))
        transaction.on_commit(lambda: _tell_of_delay(held))
    held.save(update_fields=["state", "asked_by", "not_before", "job"])
    _note("import.asked", by=by, of=held, is_small=held.not_before is not None, **held.receipt)
    return held


def _tell_of_delay(of: Import) -> None:
    tell_data_officers(
        of.organisation,
        _("An import begins in 24 hours"),
        _(
            "Import %(number)d of %(rows)d rows was asked for in %(organisation)s. It is written "
            "in 24 hours, unless somebody stops it on its page."
        )
        % {
            "number": of.number,
            "rows": of.receipt["rows"],
            "organisation": of.organisation.name,
        },
    )


@transaction.atomic
def approve(*, by: User, of: Import, at_the_shell: bool = False, enqueue: bool = True) -> Import:
    """The second person agrees, and a worker begins to write: APPLYING.

    at_the_shell: whoever runs the server says so for them (docs/decisions/0009).
    """
    held = _held(of, State.WAITING)
    refuse_as_second(asker=held.asked_by, approver=by, permission="import.approve")
    _refuse_reach(by, held)
    _write(held, by, at_the_shell=at_the_shell, enqueue=enqueue)
    return held


def _write(held: Import, by: User, *, at_the_shell: bool, enqueue: bool) -> None:
    held.job = ask(by=held.asked_by, organisation=held.organisation, kind="import")
    held.state, held.approved_by, held.approved_at = State.APPLYING, by, timezone.now()
    held.not_before = None
    held.save(update_fields=["job", "state", "approved_by", "approved_at", "not_before"])
    _note("import.approved", by=by, of=held, at_the_shell=at_the_shell)
    if enqueue:
        tasks.run_apply.enqueue(str(held.job_id))


def _refuse_reach(approver: User, of: Import) -> None:
    """Who agrees must reach wherever the list goes."""
    grants = live_grants(approver, at=timezone.now(), of_scope=True)
    reach = reach_of(grants, "import.approve")
    if reach.whole:
        return
    goes_to = {of.area.path} if of.area else set()
    if "area" in of.columns.values():
        goes_to |= reach_to_import(of.asked_by).areas
    covers = all(any(path.startswith(own) for own in reach.areas) for path in goes_to)
    if not goes_to or not covers:
        raise InputError(_("This list reaches further than your role does. Ask somebody else."))


@transaction.atomic
def turn_down(*, by: User, of: Import, reason: str = "") -> Import:
    """The second person says no: nothing is written, and the file is deleted. STOPPED."""
    held = _held(of, State.WAITING)
    refuse_as_second(asker=held.asked_by, approver=by, permission="import.approve")
    _give_up(held, failure=reason.strip()[:500])
    _note("import.turned-down", by=by, of=held)
    return held


@transaction.atomic
def stop(*, by: User | None, of: Import) -> Import:
    """Give up an import that isn't finished: nothing is written, and the file is deleted.

    One that is being checked or written ends at its next step.
    """
    held = _held(of, *OPEN, State.FAILED)
    _note("import.stopped", by=by, of=held)
    if held.job is not None:
        ask_to_cancel(job=held.job)
        held.job.refresh_from_db()
        if held.job.state == Job.State.RUNNING:
            return held
    _give_up(held)
    return held


def _give_up(held: Import, *, failure: str = "") -> None:
    held.state, held.failure = State.STOPPED, failure
    held.save(update_fields=["state", "failure"])
    transaction.on_commit(lambda: folder.remove(held.pk))


@transaction.atomic
def undo(*, by: User | None, of: Import, enqueue: bool = True) -> Import:
    """Take back all that an import did, within 30 days: UNDOING, by a worker."""
    held = _held(of, State.DONE)
    reach_to_import(by)
    if held.undo_until is None or timezone.now() > held.undo_until:
        raise InputError(
            _("Import %(number)d was written more than 30 days ago, so it can't be undone.")
            % {"number": held.number}
        )
    held.job = ask(by=by, organisation=held.organisation, kind="import-undo")
    held.state, held.undone_by, held.failure = State.UNDOING, by, ""
    held.save(update_fields=["job", "state", "undone_by", "failure"])
    _note("import.undo-asked", by=by, of=held)
    if enqueue:
        tasks.run_undo.enqueue(str(held.job_id))
    return held


def sweep() -> int:
    """Delete the files of imports that nobody went on with, and what undo needed once it is over.

    Returns how many imports were given up.
    """
    now = timezone.now()
    given_up = Import.objects.filter(
        state__in=(State.UPLOADED, State.CHECKED), asked_at__lt=now - timedelta(days=DAYS_KEPT)
    )
    n = 0
    for old in given_up:
        with transaction.atomic():
            _give_up(old)
        n += 1
    over = Import.objects.filter(state=State.DONE, undo_until__lt=now)
    for old in over:
        if old.changes.exists():
            old.changes.all().delete()
        folder.remove(old.pk)
    return n


def _held(of: Import, *states: State) -> Import:
    """The import, locked, if it is in one of these states."""
    held: Import = (
        Import.objects.select_for_update(of=("self",))
        .select_related("organisation", "asked_by", "area", "job")
        .get(pk=of.pk)
    )
    if held.job is not None and not held.job.is_open:
        # A worker that was killed, and whose work nobody will do again, couldn't say so here.
        held.state = AFTER_A_DEATH.get(State(held.state), held.state)
    if held.state not in states:
        raise InputError(
            _("Import %(number)d is %(state)s, so this can't be done with it now.")
            % {"number": held.number, "state": held.get_state_display()}
        )
    return held


def _note(action: str, *, by: User | None, of: Any, **detail: Any) -> None:
    numbered = {"number": of.number} if isinstance(of, Import) else {}
    note(
        action,
        organisation_id=of.organisation_id,
        by_id=by.pk if by else None,
        about=of,
        **numbered,
        **detail,
    )
