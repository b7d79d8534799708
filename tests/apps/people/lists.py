"""Bringing a list in, step by step or all at once, for tests."""

from io import BytesIO
from typing import Any

from django.utils import timezone

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Import
from groundswell.apps.people.tasks import imports as tasks
from groundswell.apps.privacy.models import DataPolicy, DataSet
from tests.factories import accounts

HEADER = "Number,First name,Last name,Email,Mobile,Address,Town,Postcode"
COLUMNS = {
    "Number": "source_id",
    "First name": "first_name",
    "Last name": "last_name",
    "Email": "email",
    "Mobile": "mobile",
    "Address": "address",
    "Town": "town",
    "Postcode": "postcode",
}
CERI = "1,Ceri,Hopkin,ceri@example.org,07700 900114,12 High Street,Swansea,SA4 3AB"
DAFYDD = "2,Dafydd,Lloyd,d.lloyd@example.org,07700 900141,3 Mill Lane,Wrexham,LL11 2AB"


def decide(organisation: Any, mode: str = "C", **more: Any) -> None:
    """The data officer has decided: everything of a mode may be kept."""
    with scope(organisation.pk):
        DataPolicy.objects.update_or_create(
            organisation=organisation,
            defaults={"mode": mode, "decided_at": timezone.now(), **more},
        )
        for code in ("supporters", "members", "volunteers", "support", "roll"):
            DataSet.objects.update_or_create(
                organisation=organisation,
                code=code,
                defaults={
                    "purpose": "a test", "basis": "consent", "keep_days": 365,
                    "decided_at": timezone.now(),
                },
            )  # fmt: skip


def csv(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def start(organisation: Any, content: bytes, by: Any, name: str = "list.csv") -> Import:
    return actions.start_import(
        by=by, organisation=organisation, file=BytesIO(content), file_name=name,
        n_bytes=len(content),
    )  # fmt: skip


def checked(organisation: Any, content: bytes, by: Any, **more: Any) -> Import:
    """A list whose columns are set, and which was checked."""
    of = start(organisation, content, by)
    given = {
        "columns": COLUMNS, "format": "csv", "area": None, "where_from": "a stall",
        "data_set": "supporters", "keep_until": None,
    }  # fmt: skip
    of = actions.set_columns(by=by, of=of, **(given | more))
    tasks.run_check.call(str(of.job_id))
    of.refresh_from_db()
    return of


def written(organisation: Any, content: bytes, by: Any, **more: Any) -> Import:
    """A list that was brought, checked, asked for, agreed to by a second person, and written."""
    of = checked(organisation, content, by, **more)
    assert of.state == Import.State.CHECKED, of.failure
    of = actions.ask_to_apply(by=by, of=of)
    second = accounts.member(of=organisation, role=Role.NATIONAL)
    of = actions.approve(by=second, of=of)
    tasks.run_apply.call(str(of.job_id))
    of.refresh_from_db()
    return of


def undone(of: Import, by: Any) -> Import:
    of = actions.undo(by=by, of=of)
    tasks.run_undo.call(str(of.job_id))
    of.refresh_from_db()
    return of
