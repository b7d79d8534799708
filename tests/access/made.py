"""What is in the world: a small campaign, and one row of every table besides.

A new table needs no line here unless `rows.row_of` can't guess what fits it; a new kind of target
for routes needs one line in `targets`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Invitation, Organisation, Team, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.tokens import hash_of_token
from groundswell.apps.audit.models import Chain, Entry
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Merge, Person, Tag, Volunteer
from groundswell.apps.places.models import AreaNode, BoundarySet
from tests.access.actors import AREAS, OWN_AREA
from tests.access.markers import BY_NAME, OTHER, OWN, has_marker
from tests.access.placed import Targets, doubles, lists, roles
from tests.access.rows import is_unique, row_of
from tests.access.twin import leads_to_organisation, of_organisations
from tests.factories import dispatch

# More people than a page may name; they stand in our own area, and are told apart by their number.
N_MANY = 230
LINK = "n" * 32
MANY = f"{OWN}many"
# Rows of these come from what people do in the world, not from us.
MADE_ELSEWHERE = (Chain, Entry, Grant, Merge)
_scopes: dict[str, str] = {"organisation": "", "area": OWN_AREA}


def user(name: str, *, theirs: bool = False, in_both: bool = False) -> User:
    """An account, whose name and address are marked unless both organisations may know them."""
    if in_both:
        return User.objects.create_user(email=f"{uuid4().hex[:8]}@example.org", name=name)
    letters = OTHER if theirs else OWN
    address = f"{uuid4().hex[:8]}-{BY_NAME['accounts.user', 'email'].of(letters)}"
    return User.objects.create_user(
        email=address, name=f"{name} {BY_NAME['accounts.user', 'name'].of(letters)}"
    )


def scope_id(width: str) -> str:
    """What a grant of some width names in our organisation."""
    return _scopes[width]


def fill(own: Organisation, organiser: User, account: Callable[[str], User]) -> Targets:
    """Make all that our organisation holds; returns {kind: {relation: arguments of its route}}.

    account: makes a user, and their twin in the other organisation.
    """
    campaign = dispatch.campaign(of=own, people=12, places=8)
    plan = dispatch.finished_plan(campaign)
    Plan.objects.update(accepted_at=timezone.now(), accepted_by=organiser)
    Job.objects.update(asked_by=organiser)
    areas = _areas(own)
    people = {name: row_of(Person, {}, organisation=own, area=area) for name, area in areas.items()}
    people["unplaced"] = row_of(Person, {}, organisation=own, area=None)
    known = _known() | {
        Organisation: own, User: organiser, Plan: plan, AreaNode: areas["own"],
        Person: people["own"], Volunteer: campaign.volunteers[0],
    }  # fmt: skip
    for model in _missing(known):
        row_of(model, known, **special(model, people))
    colleague = account("colleague")
    limits = {relation: ("area", path) for relation, path in AREAS.items()} | {
        "unplaced": ("organisation", ""),
        "of a team": ("team", str(known[Team].pk)),
        "of an event": ("event", str(known[Event].pk)),
    }
    placed = (
        lists(own, areas, colleague)
        | doubles(own, people, colleague)
        | roles(own, limits, account)
        | {"area": {"own": {"pk": areas["own"].pk}}}
    )
    BoundarySet.objects.update(outlines_hash="abc")
    mark_all()
    _many(own, areas["own"])
    _scopes.update(event=str(known[Event].pk), shift=str(known[Shift].pk), team=str(known[Team].pk))
    return targets(own, known, people) | placed


def _known() -> dict[type, Any]:
    """The first row of every table that has one: what a foreign key may point at."""
    tables = [m for m in apps.get_models() if m.__module__.startswith("groundswell.")]
    firsts = {model: model._default_manager.order_by("pk").first() for model in tables}
    return {model: row for model, row in firsts.items() if row is not None}


def _many(own: Organisation, area: AreaNode) -> None:
    Person.objects.bulk_create(
        Person(
            organisation=own, area=area, first_name=f"{OWN}Many", last_name=f"{MANY}{n:03d}",
            name_key=f"{MANY}{n:03d} {OWN}many",
        )
        for n in range(N_MANY)
    )  # fmt: skip


def invite_by_link(own: Organisation) -> None:
    """An open invitation whose link is known: one is enough, since links belong to nobody."""
    until = timezone.now() + timedelta(days=5)
    Invitation(
        organisation=own, email="newcomer@example.org", role=Role.VOLUNTEER, reason="a test",
        token_hash=hash_of_token(LINK), grant_until=until, open_until=until,
    ).save(force_insert=True)  # fmt: skip


def _areas(own: Organisation) -> dict[str, AreaNode]:
    above: dict[str, AreaNode] = {}
    for path in sorted(AREAS.values()):
        code = path.strip("/").split("/")[-1]
        parent = above.get(path.removesuffix(f"{code}/"))
        above[path] = AreaNode(
            organisation=own, parent=parent, name=code.title(), code=code, path=path
        )
        above[path].save(force_insert=True)
    return {relation: above[path] for relation, path in AREAS.items()}


def _missing(known: dict[type, Any]) -> list[type[models.Model]]:
    """Tables without a row as yet, those that others point at first."""
    ours = [m for m in of_organisations() if m not in known and m not in MADE_ELSEWHERE]
    done, order = set(known), []
    while left := [model for model in ours if model not in done]:
        ready = [
            model
            for model in left
            if all(
                f.related_model in done or f.null or f.related_model not in ours
                for f in model._meta.concrete_fields
                if f.is_relation and f.related_model is not model
            )
        ]
        order += ready or left
        done |= set(ready or left)
    return order


def special(model: type[models.Model], people: dict[str, Person]) -> dict[str, Any]:
    """What the fields of a row can't tell by themselves."""
    one, other = sorted((people["own"], people["below"]), key=lambda person: person.pk)
    return {
        "people.pair": {"one": one, "other": other},
        "people.importchange": {"person_id": people["own"].pk},
        "people.reading": {"person_id": people["own"].pk},
        "privacy.consent": {"subject": people["own"].pk},
        "privacy.privacyrequest": {"subject": people["own"].pk},
    }.get(model._meta.label_lower, {})


def targets(own: Organisation, known: dict[type, Any], people: dict[str, Person]) -> Targets:
    """What each kind of route is about. A kind not named here is the model's own name."""
    simple = {
        model._meta.model_name: {"own": {"pk": row.pk}}
        for model, row in known.items()
        if isinstance(row, model) and isinstance(row.pk, type(own.pk))
    }
    return simple | {
        "nothing": {"own": {}},
        "person": {name: {"pk": person.pk} for name, person in people.items()}
        | {"erased": {"pk": uuid4()}},
        "tagged person": {
            name: {"pk": person.pk, "tag": known[Tag].pk} for name, person in people.items()
        },
        "public organisation": {"own": {"organisation": own.slug}},
        "public shift": {"own": {"organisation": own.slug, "pk": known[Shift].pk}},
        "seat": {"own": {"code": known[Event].seat.code}},
        "outlines": {"own": {"content": "abc"}},
        "data set": {"own": {"code": "supporters"}},
        "log-in": {"own": {"pk": 1}},
        "letter's link": {"own": {"token": LINK}},
        "shift's link": {"own": {"pk": known[Shift].pk, "token": "n" * 32}},
        "shift's link alone": {"own": {"pk": known[Shift].pk}},
        "passkey": {"own": {"pk": 1}},
    }


def mark_all() -> None:
    """Put a marker into every personal text field of every row in scope that has none."""
    for model in of_organisations():
        label = model._meta.label_lower
        fields = [field for field in model._meta.concrete_fields if (label, field.name) in BY_NAME]
        for number, row in enumerate(in_scope(model) if fields else ()):
            bare = [f for f in fields if not has_marker(getattr(row, f.name))]
            for field in bare:
                marker = BY_NAME[label, field.name].of(OWN)
                setattr(row, field.name, f"{marker}-{number}" if is_unique(field) else marker)
            if bare:
                row.save()


def in_scope(model: type[models.Model]) -> list[models.Model]:
    path = leads_to_organisation(model)
    from groundswell.apps.accounts.scope import active_organisation_id

    return list(model._default_manager.filter(**{path: active_organisation_id()}))


def rows_of(own: Organisation) -> list[models.Model]:
    """Every row of an organisation, in an order in which they can be written again."""
    models_, done, order = of_organisations(), set(), []
    while left := [model for model in models_ if model not in done]:
        ready = [
            model
            for model in left
            if all(
                f.related_model in done or f.related_model not in models_
                for f in model._meta.concrete_fields
                if f.is_relation and f.related_model is not model
            )
        ]
        order += ready or left
        done |= set(ready or left)
    return [row for model in order for row in _in_order(in_scope(model))]


def _in_order(rows: list[models.Model]) -> list[models.Model]:
    return sorted(rows, key=lambda row: getattr(row, "path", ""))
