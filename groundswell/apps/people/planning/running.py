"""Checking a whole file, and writing it: each row judged, and all of it or nothing written."""

from collections.abc import Callable
from datetime import timedelta

import polars as pl
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.audit.actions import note
from groundswell.apps.jobs.actions import Progress
from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.models import Import
from groundswell.apps.people.planning.index_building import indexes_built_after
from groundswell.apps.people.planning.judging import judge
from groundswell.apps.people.planning.preparing import prepare, write_refused
from groundswell.apps.people.planning.rules import Rules, reach_to_import, rules_of
from groundswell.apps.people.planning.slicing import KINDS, slices_of
from groundswell.apps.people.planning.tallying import Tally
from groundswell.apps.people.planning.telling import told_aside
from groundswell.apps.people.planning.writing import Writer
from groundswell.apps.people.queries.import_words import refusal
from groundswell.apps.privacy.queries.stops import live_stops
from groundswell.errors import InputError

UNDO_DAYS = 30
Says = Callable[[float, str], None]
# One import of an organisation writes at a time; a key of our own for PostgreSQL's locks.
LOCK = 0x6773_696D


def check(of: Import, progress: Progress) -> None:
    """A dry run: clean the file, judge each row, and keep what would happen for the preview."""
    rules = rules_of(of, reach_to_import(of.asked_by))
    n_rows = prepare(of, rules, lambda share: progress(0.6 * share, _("reading rows")))
    if not n_rows:
        raise InputError(
            _("%(file)s holds no rows below its header. Export it again.") % {"file": of.file_name}
        )
    with transaction.atomic(), told_aside(progress) as say:
        tally = _judged(of, rules, say)
    of.n_rows, of.receipt, of.reasons = n_rows, tally.receipt(), tally.reasons()
    _keep_refused(of, tally)


def _judged(of: Import, rules: Rules, say: Says) -> Tally:
    """Judge each row, keep the verdicts, and count them. Nothing is written to the database."""
    parts, tally = folder.parts_of(of), Tally()
    say(0.6, _("looking for people we know"))
    judged = judge(parts, rules, live_stops())
    for number, some in enumerate(slices_of(parts, judged, rules)):
        tally.add(some)
        verdicts = some.rows.select(pl.col("kind").cast(pl.Enum(KINDS)), "note", "row")
        with folder.private(folder.path_of(of, f"verdicts-{number:05}.arrow")) as path:
            verdicts.write_ipc(path)
        say(0.7 + 0.3 * (number + 1) / len(parts), _("looking for people we know"))
    return tally


def _keep_refused(of: Import, tally: Tally) -> None:
    """The refused rows with their reasons, for whoever mends them."""
    refused = pl.concat(tally.refused)
    words = {code: refusal(code) for code in refused["code"].unique()}
    why = pl.col("code").replace_strict(words, return_dtype=pl.String)
    write_refused(of, refused.select("row", why=why))


@transaction.atomic
def apply(of: Import, progress: Progress) -> None:
    """Write a checked import: all of it, or nothing.

    A worker that is killed leaves nothing, and the next does it from the beginning; what was
    written once isn't written again. Rows are judged anew, since people change while a second
    person thinks it over.
    """
    _one_at_a_time(of)
    held: Import = Import.objects.select_for_update().get(pk=of.pk)
    if held.applied_at is not None:
        return
    rules = rules_of(of, reach_to_import(of.asked_by))
    stops, parts, tally = live_stops(), folder.parts_of(of), Tally()
    folder.file_of(of)
    with told_aside(progress) as say:
        say(0.05, _("looking for people we know"))
        judged = judge(parts, rules, stops)
        writer = Writer(of, timezone.now(), stops)
        n_new = judged.people["target"].null_count()
        with indexes_built_after(n_new):
            for number, some in enumerate(slices_of(parts, judged, rules), start=1):
                writer.write(some)
                tally.add(some)
                say(0.1 + 0.6 * number / len(parts), _("writing people"))
            say(0.7, _("making them easy to find"))
        writer.finish()
    _store(of, tally, writer)
    if of.receipt["refused"] != held.receipt.get("refused"):
        _keep_refused(of, tally)


def _one_at_a_time(of: Import) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = of.organisation_id.int & 0x7FFF_FFFF
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, key])


def _store(of: Import, tally: Tally, writer: Writer) -> None:
    of.receipt, of.reasons = tally.receipt(), tally.reasons()
    of.state, of.applied_at = Import.State.DONE, writer.at
    of.undo_until = writer.at + timedelta(days=UNDO_DAYS)
    of.save(update_fields=["receipt", "reasons", "state", "applied_at", "undo_until"])
    note(
        "import.applied",
        organisation_id=of.organisation_id,
        by_id=of.asked_by_id,
        about=of,
        number=of.number,
        **of.receipt,
    )
    transaction.on_commit(lambda: folder.remove(of.pk, but=(folder.REFUSED,)))
