"""What `groundswell people import` and `undo` do, step by step, with the actions of the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.queries import organisation_named, user_named
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Import
from groundswell.apps.people.queries import imports as queries
from groundswell.apps.people.queries.import_words import remark
from groundswell.apps.people.tasks import imports as tasks
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.errors import InputError
from groundswell.exchange.people.files import FROM_THE_SHELL
from groundswell.exchange.people.formats import FORMATS

AUTO = "auto"


@dataclass(frozen=True)
class Wish:
    """What was asked for at the shell. Empty texts: not said."""

    file: Path
    format: str
    mapping: str
    where_from: str
    data_set: str
    area: str
    keep_until: date | None
    is_dry: bool
    by: str
    second: str


@dataclass(frozen=True)
class Done:
    """How it ended. words: the state for people. refused: (row, why) of the first ones."""

    number: int
    state: str
    words: str
    format: str
    receipt: dict[str, int]
    refused: tuple[tuple[int, str], ...]
    remarks: dict[str, int]
    not_before: str | None
    next: str


def bring_in(wish: Wish, *, organisation: str) -> Done:
    """Check a file, and import it unless it is a dry run.

    Raises InputError; then nothing is written.
    """
    if not wish.is_dry and not wish.by:
        raise InputError("Say who asks for this import: --by EMAIL. Or look first, with --dry-run.")
    whose = organisation_named(organisation)
    with scope(whose.pk):
        by = user_named(wish.by) if wish.by else None
        second = user_named(wish.second) if wish.second else None
        started = _started(wish, whose, by)
        with _given_up_after_an_error(started):
            of = _checked(wish, started, by)
            refused = tuple((row.row, row.why) for row in queries.preview(of, "refused").rows)
            if wish.is_dry:
                actions.stop(by=by, of=of)
                return _done(of, "checked", refused)
            asked = actions.ask_to_apply(by=by, of=of)
            is_agreed = second is not None and asked.not_before is None
            ended = _agreed(asked, second) if second is not None and is_agreed else asked
        return _done(ended, ended.state, refused)


def _started(wish: Wish, whose: Organisation, by: User | None) -> Import:
    try:
        with wish.file.open("rb") as opened:
            return actions.start_import(
                by=by, organisation=whose, file=opened, file_name=wish.file.name,
                n_bytes=wish.file.stat().st_size, limits=FROM_THE_SHELL,
            )  # fmt: skip
    except OSError as error:
        raise InputError(
            f"{wish.file} can't be read ({error.strerror}). Check the name and the folder."
        ) from error


@contextmanager
def _given_up_after_an_error(of: Import) -> Iterator[None]:
    """Nobody goes on with an import from the shell that failed half-way."""
    try:
        yield
    except BaseException:
        of.refresh_from_db()
        if of.state in (*actions.OPEN, Import.State.FAILED):
            actions.stop(by=None, of=of)
        raise


def _checked(wish: Wish, of: Import, by: User | None) -> Import:
    format, columns = of.format, dict(of.columns)
    if wish.format != AUTO:
        if wish.format not in FORMATS:
            raise InputError(
                f"There is no format {wish.format}. There are: auto, {', '.join(FORMATS)}."
            )
        format = wish.format
        columns = {one.column: one.field for one in queries.suggestions(of, format)}
    if wish.mapping:
        saved = queries.mappings().filter(name=wish.mapping).first()
        if saved is None:
            known = ", ".join(one.name for one in queries.mappings()) or "none yet"
            raise InputError(f"There is no saved mapping {wish.mapping!r}. There are: {known}.")
        columns = {name: saved.columns.get(name, "") for name in columns}
        format = saved.format if wish.format == AUTO else format
    of = actions.set_columns(
        by=by, of=of, columns=columns, format=format, area=_area(wish.area),
        where_from=wish.where_from, keep_until=wish.keep_until,
        data_set=wish.data_set or ("roll" if format == "register-uk" else "supporters"),
        enqueue=False,
    )  # fmt: skip
    tasks.run_check.call(str(of.job_id))
    return _unless_failed(of)


def _area(path: str) -> AreaNode | None:
    if not path:
        return None
    found = AreaNode.objects.filter(path=f"/{path.strip('/')}/").first()
    if found is None:
        raise InputError(f"There is no area {path}. Paths look like /wales/gower/.")
    return found


def _agreed(of: Import, second: User) -> Import:
    of = actions.approve(by=second, of=of, at_the_shell=True, enqueue=False)
    tasks.run_apply.call(str(of.job_id))
    of = _unless_failed(of)
    tell_data_officers(
        of.organisation,
        _("A list was imported at the server’s shell"),
        _("Import %(number)d of %(rows)d rows was written. Its second person was named there.")
        % {"number": of.number, "rows": of.receipt["rows"]},
    )
    return of


def _unless_failed(of: Import) -> Import:
    of.refresh_from_db()
    if of.state == Import.State.FAILED:
        raise InputError(of.failure)
    return of


def _done(of: Import, state: str, refused: tuple[tuple[int, str], ...]) -> Done:
    next_step = ""
    if state == Import.State.WAITING:
        next_step = _("a second person agrees on its page, Imports")
        if of.not_before is not None:
            next_step = _("a worker writes it after %(time)s") % {"time": f"{of.not_before:%c}"}
    return Done(
        number=of.number,
        state=state,
        words=str(Import.State(state).label),
        format=of.format,
        receipt=dict(of.receipt),
        refused=refused,
        remarks={remark(code): n for code, n in of.reasons.get("notes", {}).items()},
        not_before=of.not_before.isoformat() if of.not_before else None,
        next=next_step,
    )


def take_back(number: int, *, by: str, organisation: str) -> dict[str, Any]:
    """Undo an import; its undo_receipt."""
    whose = organisation_named(organisation)
    with scope(whose.pk):
        of = queries.imports().filter(number=number).first()
        if of is None:
            raise InputError(f"There is no import {number} in {whose.name}.")
        of = actions.undo(by=user_named(by) if by else None, of=of, enqueue=False)
        tasks.run_undo.call(str(of.job_id))
        of.refresh_from_db()
        if of.failure:
            raise InputError(of.failure)
        return dict(of.undo_receipt)
