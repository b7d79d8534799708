"""Who works in the demo's organisation: its people and roles, areas, branches and teams."""

from datetime import datetime, timedelta

from django.utils import timezone

from groundswell.apps.accounts import actions as accounts
from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.elections import actions as elections
from groundswell.apps.elections.models import Seat
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.actions.policy import take_defaults

HOST_SEAT = "Gower"
BRANCHES = ("Swansea and Gower", "Cardiff", "Glasgow", "Leeds")
TEAMS = (("Mumbles walkers", "Swansea and Gower"), ("Roath evenings", "Cardiff"), ("Drivers", ""))


def make_organisation() -> Organisation:
    """The demo's organisation, past its set-up, with those who run it."""
    organisation = accounts.create_organisation(
        name="Harbour Lights Campaign", slug="harbour-lights"
    )
    with scope(organisation.pk):
        maya = _person("maya", "Maya Okonkwo")
        _grant(organisation, maya, Role.NATIONAL, days=365)
        _grant(organisation, _person("tariq", "Tariq Aziz"), Role.REGIONAL, by=maya, days=180)
        _grant(organisation, _person("ines", "Inês Carvalho"), Role.NATIONAL, days=365)
        noor = _person("noor", "Noor Haddad")
        _grant(organisation, noor, Role.DATA_OFFICER, days=365)
        take_defaults(
            by=noor, organisation=organisation, mode="C",
            document="Made up for the demo; a real one is reviewed by a lawyer.",
        )  # fmt: skip
        accounts.finish_set_up(by=maya, organisation=organisation)
        organisation.refresh_from_db()
        elections.areas_from_seats(by=maya, organisation=organisation)
        wales = AreaNode.objects.get(name="Wales", parent=None).path
        _grant(
            organisation, _person("bronwen", "Bronwen Price"), Role.REGIONAL, by=maya, days=180,
            kind=Grant.Scope.AREA, limit_id=wales,
        )  # fmt: skip
        add_bodies(organisation, maya)
    return organisation


def add_bodies(organisation: Organisation, by: User) -> None:
    """Branches and teams, and somebody who leads one of those."""
    branches = {
        name: accounts.add_affiliate(by=by, organisation=organisation, name=name)
        for name in BRANCHES
    }
    teams = [
        accounts.add_team(
            by=by, organisation=organisation, name=name, affiliate=branches.get(branch)
        )
        for name, branch in TEAMS
    ]
    _grant(
        organisation, _person("gwen", "Gwen Evans"), Role.TEAM_LEADER, by=by, days=29,
        kind=Grant.Scope.TEAM, limit_id=str(teams[0].pk),
    )  # fmt: skip


def add_host(organisation: Organisation, by: User) -> Event:
    """An event that is still to come, and its host. The election's own shifts are years ago."""
    seat = Seat.objects.select_related("area").get(name=HOST_SEAT)
    event = Event(
        organisation=organisation, seat=seat, name="Thank-you evening",
        venue="Village hall, Gower", lon=seat.area.lon or 0.0, lat=seat.area.lat or 0.0,
        host_name="Ewan", is_published=True,
    )  # fmt: skip
    event.save(force_insert=True)
    begins = _next_saturday_evening()
    Shift(
        organisation=organisation, event=event, slot="sat-eve", starts_at=begins,
        ends_at=begins + timedelta(hours=3), places=60,
    ).save(force_insert=True)  # fmt: skip
    _grant(
        organisation, _person("ewan", "Ewan Pugh"), Role.HOST, by=by, days=14,
        kind=Grant.Scope.EVENT, limit_id=str(event.pk),
    )  # fmt: skip
    return event


def _next_saturday_evening() -> datetime:
    """At least a week ahead, so that a demo filled today has something to come."""
    now = timezone.localtime()
    ahead = now + timedelta(days=8 + (5 - now.weekday() - 8) % 7)
    return ahead.replace(hour=18, minute=0, second=0, microsecond=0)


def _person(address: str, name: str) -> User:
    return User.objects.create_user(f"{address}@example.org", name=name)


def _grant(
    organisation: Organisation, to: User, role: Role, *, days: int, by: User | None = None,
    kind: str = Grant.Scope.ORGANISATION, limit_id: str = "",
) -> None:  # fmt: skip
    now = timezone.now()
    accounts.grant(
        by=by, to=to, organisation=organisation, role=role, reason="the demo", valid_from=now,
        valid_until=now + timedelta(days=days), scope_kind=kind, scope_id=limit_id,
    )  # fmt: skip
