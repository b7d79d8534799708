"""What a plan takes for granted: the figures a user may change, and those that are fixed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from groundswell.engines.dispatch import Assumptions
from groundswell.errors import InputError

# The share of those who vote that can still be spoken to; after that, talk only repeats itself.
REACHABLE_SHARE = 0.6
# The strongest effect in a handbook (Green and Gerber 2004), and none (Kalla and Broockman 2018).
EVIDENCE = (0.0, 1 / 14)
MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class PlanAssumptions:
    """The figures a user may change before a plan is made.

    votes_per_contact: votes added to the lead by one conversation.
    contacts_per_shift: conversations that one person has in one shift.
    places_percent: how many of each shift's places to fill, of a hundred; above 100 over-books.
    travel_price: expected seats that one minute of one-way travel must be worth.
    min_team: the fewest people who are sent to a shift together.
    """

    votes_per_contact: float = 0.025
    contacts_per_shift: float = 12.0
    places_percent: int = 100
    travel_price: float = 1e-7
    min_team: int = 2

    def __post_init__(self) -> None:
        """Refuse what no plan could be made with, whoever asks for it."""
        for name, low, high in (
            ("votes_per_contact", 0, 1),
            ("contacts_per_shift", 0, 200),
            ("places_percent", 1, 300),
            ("travel_price", 0, 1),
            ("min_team", 1, 100),
        ):
            if not low <= getattr(self, name) <= high:
                raise InputError(
                    f"{name} is {getattr(self, name)}; it must lie between {low} and {high}."
                )

    def to_json(self) -> dict[str, Any]:
        """As `Plan.assumptions` keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PlanAssumptions":
        """Those of a plan; what an older release didn't know has its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def for_engine(self, *, votes_per_contact: float | None = None) -> Assumptions:
        """As the engine takes them, perhaps at another effect of a conversation."""
        return Assumptions(
            votes_per_contact=(
                self.votes_per_contact if votes_per_contact is None else votes_per_contact
            ),
            contacts_per_shift=self.contacts_per_shift,
            travel_price=self.travel_price,
            min_team=self.min_team,
        )

    @property
    def contacts_per_vote(self) -> int | None:
        """Conversations for one added vote; None if they add none."""
        return round(1 / self.votes_per_contact) if self.votes_per_contact else None

    @property
    def hours_per_seat(self) -> int | None:
        """Hours of one-way travel that one more seat is worth; None if travel is free."""
        return round(1 / (MINUTES_PER_HOUR * self.travel_price)) if self.travel_price else None
