"""An organisation that exports lists, for tests: who asks, who agrees, and thirty people."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

import pyzipper

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.people.actions import exports as actions
from groundswell.apps.people.models import Export, Person
from groundswell.apps.people.tasks.exports import write_export
from groundswell.apps.privacy.actions.consents import Said, record_many
from tests.factories import accounts, people


@dataclass
class Office:
    """asker and second are national organisers; everybody in `persons` agreed to hear from us."""

    organisation: Organisation
    asker: User
    second: User
    officer: User
    persons: list[Person]

    def agree(
        self, *persons: Person, purpose: str = "contact", channel: str = "any", given: bool = True
    ) -> None:
        rows = [Said(p.pk, purpose, channel, given, "form") for p in persons]
        record_many(by=None, organisation=self.organisation, rows=rows)

    def ask(self, by: User | None = None, **changed: Any) -> Export:
        said = {
            "rule": {}, "format": "csv", "consent": "contact", "channel": "email",
            "purpose": "Letters on the bus cuts",
        } | changed  # fmt: skip
        return actions.ask_for_export(by=by or self.asker, organisation=self.organisation, **said)

    def agreed(self, **changed: Any) -> Export:
        """An export that waits out its ten minutes."""
        return actions.approve_export(by=self.second, export=self.ask(**changed))

    def written(self, **changed: Any) -> Export:
        """An export whose file lies ready."""
        return self.work_on(self.agreed(**changed))

    def work_on(self, export: Export) -> Export:
        """Let the wait be over, and a worker come."""
        let_time_pass(export, minutes=11)
        write_export.call(str(export.job_id))
        export.refresh_from_db()
        return export

    def rows(self, export: Export) -> list[dict[str, str]]:
        """What is in the file."""
        return rows_in(actions.fetch_export(by=self.asker, export=export), export.pass_phrase)


def office(organisation: Organisation) -> Office:
    """In the scope of the organisation."""
    made = Office(
        organisation=organisation,
        asker=accounts.member(of=organisation),
        second=accounts.member(of=organisation),
        officer=accounts.member(of=organisation, role=Role.DATA_OFFICER),
        persons=[
            people.person(
                of=organisation,
                first_name=f"Ann{n}",
                last_name="Price",
                phone=f"+4477009001{n:02d}",
                address=f"{n + 1} High Street",
                town="Swansea",
                postcode=f"SA{n % 9 + 1} 3AB",
            )
            for n in range(30)
        ],
    )
    made.agree(*made.persons)
    return made


def let_time_pass(export: Export, **by: int) -> None:
    """As if it had been agreed to, and written, earlier."""
    for field in ("not_before", "ready_at"):
        at = getattr(export, field)
        if at is not None:
            Export.objects.filter(pk=export.pk).update(**{field: at - timedelta(**by)})
    export.refresh_from_db()


def rows_in(file: BinaryIO, phrase: str) -> list[dict[str, str]]:
    """The table in an encrypted ZIP."""
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(phrase.encode())
        (name,) = archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))
