"""Whom nobody may contact, and who was erased: hashes to hold other hashes against."""

from dataclasses import dataclass, fields

from django.db.models import Q

from groundswell.apps.privacy.keyed import home_value, keyed_hash, source_value
from groundswell.apps.privacy.models import Stop


@dataclass(frozen=True)
class Hashes:
    """Keyed hashes (privacy/keyed.py) of each kind. Empty sets are common: skip hashing then."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    households: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Stops:
    """asked: keep such a person, marked `is_stopped`. erased: refuse such a row.

    A row meets a stop if any one of its details is among them.
    """

    asked: Hashes
    erased: Hashes

    @property
    def is_empty(self) -> bool:
        return self.asked.is_empty and self.erased.is_empty


def live_stops() -> Stops:
    """The organisation's stops that nobody has lifted."""
    found: dict[tuple[str, str], set[str]] = {}
    live = Stop.objects.filter(lifted_at=None)
    for why, kind, keyed in live.values_list("why", "kind", "keyed_hash").iterator():
        found.setdefault((why, kind), set()).add(keyed)
    return Stops(
        asked=_hashes(found, Stop.Why.ASKED.value), erased=_hashes(found, Stop.Why.ERASED.value)
    )


def _hashes(found: dict[tuple[str, str], set[str]], why: str) -> Hashes:
    def of(kind: str) -> frozenset[str]:
        return frozenset(found.get((why, kind), ()))

    return Hashes(
        emails=of("email"),
        phones=of("phone"),
        sources=of("source"),
        homes=of("home"),
        households=of("household"),
    )


@dataclass(frozen=True)
class Details:
    """What one person can be known again by; leave empty what isn't known."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()  # (source, source_id)
    name_key: str = ""
    street_key: str = ""

    def hashes(self, *, with_household: bool = False) -> set[tuple[str, str]]:
        """(kind, keyed hash) of each detail that is known."""
        said = [("email", email) for email in self.emails]
        said += [("phone", phone) for phone in self.phones]
        said += [("source", source_value(*source)) for source in self.sources]
        said += [("home", home_value(self.name_key, self.street_key))]
        said += [("household", self.street_key)] if with_household else []
        hashed = {(kind, keyed_hash(kind, value)) for kind, value in said}  # type: ignore[arg-type]
        return {(kind, keyed) for kind, keyed in hashed if keyed}


def why_stopped(details: Details) -> str | None:
    """Whether one person may be added or contacted: None, "asked" or "erased" (which wins)."""
    said = details.hashes(with_household=True)
    if not said:
        return None
    wanted = Q()
    for kind, keyed in said:
        wanted |= Q(kind=kind, keyed_hash=keyed)
    whys = set(Stop.objects.filter(wanted, lifted_at=None).values_list("why", flat=True))
    if Stop.Why.ERASED in whys:
        return Stop.Why.ERASED.value
    return Stop.Why.ASKED.value if whys else None


def is_household_stopped(street_key: str) -> bool:
    """Whether whoever lives at an address asked that nobody there be contacted."""
    if not street_key:
        return False
    keyed = keyed_hash("household", street_key)
    return bool(
        Stop.objects.filter(
            kind=Stop.Kind.HOUSEHOLD, keyed_hash=keyed, why=Stop.Why.ASKED, lifted_at=None
        ).exists()
    )
