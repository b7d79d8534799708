"""The register of processing (article 30), made from the field registry and what was decided.

A table with personal fields that belongs to no activity fails T-ropa-complete.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts.models import User
from groundswell.apps.privacy.datasets import BASES, CONDITIONS, DATA_SETS
from groundswell.apps.privacy.models import DataSet
from groundswell.apps.privacy.queries.policy import data_sets, policy
from groundswell.apps.privacy.registry import class_of, registered_models
from groundswell.apps.privacy.words import field_name, table_name

PERSONAL = ("P2", "P3")
# Tables of people that belong to one kind of data; the others belong to every kind.
OF_ONE_KIND = {
    "people.support": "support",
    "people.volunteer": "volunteers",
    "dispatch.placement": "volunteers",
}


@dataclass(frozen=True)
class Fixed:
    """An activity that every organisation has, whatever it decides to keep."""

    code: str
    name: str | Promise
    purpose: str | Promise
    whose: str | Promise
    basis: str
    condition: str
    kept: str | Promise
    tables: tuple[str, ...]


FIXED = (
    Fixed(
        "accounts", gettext_lazy("Accounts"),
        gettext_lazy("Letting organisers log in, and knowing who did what."),
        gettext_lazy("Organisers, hosts, team leaders and volunteers with an account"),
        "contract", "9-2-d",
        gettext_lazy("While they work with us; network addresses 7 days, invitations 30 days"),
        ("accounts.user", "accounts.grant", "accounts.invitation"),
    ),
    Fixed(
        "record", gettext_lazy("The record of who did what"),
        gettext_lazy("Showing, and finding out, who saw or changed whose data."),
        gettext_lazy("People with an account; people on lists by their id only"),
        "legal-obligation", "9-2-f",
        gettext_lazy("As long as the organisation exists; who looked at whom 12 months"),
        ("audit.entry", "people.reading"),
    ),
    Fixed(
        "consents", gettext_lazy("The consent ledger"),
        gettext_lazy("Showing that whoever we wrote to had agreed, and to which words."),
        gettext_lazy("Whoever agreed to something, or took it back"),
        "legal-obligation", "9-2-f", gettext_lazy("As long as the organisation exists"),
        ("privacy.consent",),
    ),
    Fixed(
        "stops", gettext_lazy("The stop list"),
        gettext_lazy("Not contacting whoever asked for that, and not taking the erased in again."),
        gettext_lazy("Whoever asked not to be contacted, or to be erased: keyed hashes only"),
        "legal-obligation", "9-2-f", gettext_lazy("As long as the organisation exists"),
        ("privacy.stop", "privacy.erasure"),
    ),
    Fixed(
        "requests", gettext_lazy("Requests about one’s own data"),
        gettext_lazy("Answering people who use their rights, in time."),
        gettext_lazy("Whoever asked"),
        "legal-obligation", "9-2-f",
        gettext_lazy("Words and answers 30 days after the answer; that they asked 24 months"),
        ("privacy.privacyrequest", "privacy.proof"),
    ),
    Fixed(
        "breaches", gettext_lazy("Breaches"),
        gettext_lazy("Telling the authority and people of a breach within 72 hours."),
        gettext_lazy("Whoever is affected, in the data officer’s own words"),
        "legal-obligation", "9-2-f", gettext_lazy("As long as the organisation exists"),
        ("privacy.breach",),
    ),
    Fixed(
        "events", gettext_lazy("Hosts of events"),
        gettext_lazy("Saying who welcomes people at an event."),
        gettext_lazy("Hosts"), "contract", "9-2-e", gettext_lazy("As long as the event is kept"),
        ("events.event",),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Activity:
    """One line of the register. data: (table, fields) in words, with the class of each field."""

    code: str
    name: str
    purpose: str
    whose: str
    basis: str
    condition: str
    document: str
    kept: str
    is_decided: bool
    tables: tuple[str, ...]
    data: tuple[tuple[str, str], ...]


def register() -> list[Activity]:
    """Every activity of the organisation in scope: what it decided on first."""
    decided, mode = data_sets(), policy().mode
    own = [
        _of_kind(code, decided.get(code)) for code, kind in DATA_SETS.items() if mode in kind.modes
    ]
    return [*own, *(_fixed(activity) for activity in FIXED)]


def personal_tables() -> list[str]:
    """Every table that has a personal field."""
    return sorted(label for label in registered_models() if personal_fields(label))


def personal_fields(label: str) -> list[str]:
    """The names of a table's personal fields."""
    fields = apps.get_model(label)._meta.concrete_fields
    return [field.name for field in fields if class_of(label, field.name) in PERSONAL]


def activity_of(label: str) -> str:
    """The activity that a table belongs to: a code, "people" for all lists, "" for none."""
    for activity in FIXED:
        if label in activity.tables:
            return activity.code
    if label in OF_ONE_KIND:
        return OF_ONE_KIND[label]
    fields = apps.get_model(label)._meta
    if all(fields.get_field(name).related_model is User for name in personal_fields(label)):
        return "accounts"
    return "people" if label.startswith("people.") else ""


def _of_kind(code: str, decided: DataSet | None) -> Activity:
    kind = DATA_SETS[code]
    of = {code} if code == "support" else {code, "people"}
    tables = tuple(label for label in personal_tables() if activity_of(label) in of)
    return Activity(
        code=code,
        name=str(kind.name),
        purpose=decided.purpose if decided else str(kind.says),
        whose=str(kind.says),
        basis=str(BASES[decided.basis]) if decided else "",
        condition=str(CONDITIONS.get(decided.condition, "")) if decided else "",
        document=decided.document if decided else "",
        kept=_("%(days)d days") % {"days": decided.keep_days if decided else kind.keep_days},
        is_decided=decided is not None,
        tables=tables,
        data=_data(tables),
    )


def _fixed(activity: Fixed) -> Activity:
    tables = activity.tables
    if activity.code == "accounts":
        tables = tuple(label for label in personal_tables() if activity_of(label) == "accounts")
    return Activity(
        code=activity.code,
        name=str(activity.name),
        purpose=str(activity.purpose),
        whose=str(activity.whose),
        basis=str(BASES[activity.basis]),
        condition=str(CONDITIONS[activity.condition]),
        document="",
        kept=str(activity.kept),
        is_decided=True,
        tables=tables,
        data=_data(tables),
    )


def _data(tables: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    shown = []
    for label in tables:
        fields = apps.get_model(label)._meta
        names = [field_name(fields.get_field(name)) for name in personal_fields(label)]
        shown.append((table_name(label, of_others=True), ", ".join(names)))
    return tuple(shown)
