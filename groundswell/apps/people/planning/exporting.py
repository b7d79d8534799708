"""Writing the encrypted file of an export, and getting rid of it."""

import io
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl
import pyzipper
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Export
from groundswell.apps.people.planning import export_files
from groundswell.apps.people.planning.shapes import MOST_PEOPLE, NEEDED, fields_of
from groundswell.apps.people.planning.watermarks import row_key
from groundswell.apps.people.queries import exports as queries
from groundswell.errors import GroundswellError, InputError

Progress = Callable[[float, str], None]
State = Export.State
# Small letters and figures that nobody takes for another: 5 × 5 of 31 are 123 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 5, 5


def wait_of(export: Export) -> datetime | None:
    """Until when an export has to wait yet; None if it may be written."""
    early = export.not_before is not None and export.not_before > timezone.now()
    return export.not_before if early and export.state == State.COOLING else None


@transaction.atomic
def begin(export: Export) -> Export | None:
    """Take the export in hand; None if somebody stopped it."""
    held: Export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    # One that is being written already was left behind by a worker that died.
    if held.state not in (State.COOLING, State.WRITING):
        return None
    held.state = State.WRITING
    held.save(update_fields=["state"])
    return held


def write(export: Export, progress: Progress) -> None:
    """Look again who may be on the list, write the file, and say that it is ready.

    The rights of whoever asked count as they are now, and so do stops and consents.
    """
    progress(0.0, _("looking who is on the list"))
    reach = queries.reach_now(export.asked_by, limited_to=export.areas)
    if reach.is_empty:
        raise InputError(_("Whoever asked for this list may not export any more."))
    sifted = queries.sift(
        queries.people_of(reach, export.rule),
        consent=export.consent,
        channel=export.channel,
        needs=NEEDED[export.channel],
    )
    if len(sifted.ids) > MOST_PEOPLE:
        raise InputError(
            _("%(n)s people are on this list by now; one file holds %(most)s.")
            % {"n": f"{len(sifted.ids):,}", "most": f"{MOST_PEOPLE:,}"}
        )
    progress(0.4, _("writing the list"))
    content, n_people, also_left_out = table_of(export, sifted)
    sifted.left_out.update(also_left_out)
    if n_people == 0:
        raise InputError(_("Nobody is left on this list, so there is no file."))
    phrase = pass_phrase()
    progress(0.7, _("encrypting it"))
    _store(export, encrypted(f"export-{export.number}.csv", content, phrase))
    _ready(export, n_people=n_people, left_out=dict(sifted.left_out), phrase=phrase)


def table_of(export: Export, sifted: queries.Sifted) -> tuple[bytes, int, Mapping[str, int]]:
    """The list as CSV, in the order and the spelling of this copy (planning/watermarks.py).

    Also how many people are in it, and why the program it is for can't take others.
    """
    fields = fields_of(export.format, export.channel)
    fetched = list(dict.fromkeys((*fields, "first_name", "last_name", "source")))
    people = pl.DataFrame(
        list(queries.rows_of(sifted.ids, fetched)),
        schema=dict.fromkeys(fetched, pl.String),
        orient="row",
    )
    order = [
        row_key(export.mark, name)
        for name in export_files.identities(people["first_name"], people["last_name"])
    ]
    in_order = people.with_columns(pl.Series("order", order, dtype=pl.Binary)).sort("order")
    return export_files.write(
        export.format,
        in_order.select(*fields, *({"source"} - set(fields))),
        mark=export.mark,
        country=export.organisation.country,
    )


def pass_phrase() -> str:
    """A new one, to be typed from a screen, e.g. "k7wq2-9mhtd-…"."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS)) for _group in range(GROUPS)
    )


def encrypted(name: str, content: bytes, phrase: str) -> bytes:
    """A ZIP with one file in it, encrypted with AES-256; 7-Zip and others open it."""
    packed = io.BytesIO()
    with pyzipper.AESZipFile(
        packed, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(phrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.writestr(name, content)
    return packed.getvalue()


def _store(export: Export, content: bytes) -> None:
    path = queries.file_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_suffix(".part")
    handle = os.open(made, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    made.rename(path)


def _ready(export: Export, *, n_people: int, left_out: dict[str, int], phrase: str) -> None:
    with transaction.atomic():
        held: Export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
        is_wanted = held.state == State.WRITING
        if is_wanted:
            held.state, held.ready_at, held.pass_phrase = State.READY, timezone.now(), phrase
            held.n_people, held.left_out = n_people, left_out
            held.save()
            _note("export.written", held, people=held.n_people)
            transaction.on_commit(lambda: _tell(held), robust=True)
    if not is_wanted:
        forget_file(export)
    export.refresh_from_db()


def _tell(export: Export) -> None:
    if export.asked_by is None:
        return
    subject = _("Export %(number)d is ready") % {"number": export.number}
    text = _("You can fetch it once, within 24 hours, on the page Exports. Then it is deleted.")
    send_mail(subject, text, None, [export.asked_by.email])


def fail(export: Export, wrong: BaseException) -> None:
    """Write down that it failed, and leave no file behind."""
    forget_file(export)
    reason = str(wrong) if isinstance(wrong, GroundswellError) else ""
    held = Export.objects.filter(pk=export.pk, state=State.WRITING)
    if held.update(state=State.FAILED, reason=reason[:300]):
        _note("export.failed", export)


def end_of(export: Export) -> datetime:
    """When the file is deleted, fetched or not."""
    return (export.ready_at or timezone.now()) + queries.KEPT_FOR


@transaction.atomic
def expire(export: Export) -> None:
    """Delete a file whose day is over; one that isn't stays."""
    held: Export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if held.state == State.READY and end_of(held) <= timezone.now():
        held.state, held.gone_at, held.pass_phrase = State.GONE, timezone.now(), ""
        held.save(update_fields=["state", "gone_at", "pass_phrase"])
        _note("export.gone", held)
    if held.state != State.READY:
        transaction.on_commit(lambda: forget_file(held))


def forget_file(export: Export) -> None:
    """Delete what lies on the disk of an export, finished or not."""
    path = queries.file_of(export)
    path.unlink(missing_ok=True)
    path.with_suffix(".part").unlink(missing_ok=True)


def _note(action: str, export: Export, **detail: int) -> None:
    note(
        action, organisation_id=export.organisation_id, by_id=None, about=export,
        number=export.number, **detail,
    )  # fmt: skip
