"""What a plan is made from, without a single person: kept with it, so that it can be repeated."""

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.engines.dispatch import MODES, Problem, Seats, Shifts, Volunteers
from groundswell.errors import InputError

IntArray = NDArray[np.int64]
VERSION = 1


@dataclass(frozen=True)
class SeatGiven:
    """One seat: the side's expected lead and its spread in votes, and how many can be reached."""

    code: str
    lead_votes: float
    lead_sd: float
    reachable: float
    weight: float


@dataclass(frozen=True)
class ShiftGiven:
    """One published shift; seat and slot are positions in the lists of seats and slots."""

    id: str
    seat: int
    slot: int
    lon: float
    lat: float
    places: int


@dataclass(frozen=True)
class Inputs:
    """Everything the engine is given. Orders matter: the same inputs give the same plan.

    slots: their codes; bit t of a group's slots speaks of slot t.
    districts: code, lon, lat of each district that somebody sets out from.
    groups: (n_groups, 5) how many people set out under equal terms: district, mode, max_minutes,
    slots, people. District and mode are positions in their lists.
    """

    assumptions: PlanAssumptions
    slots: tuple[str, ...]
    seats: tuple[SeatGiven, ...]
    shifts: tuple[ShiftGiven, ...]
    districts: tuple[tuple[str, float, float], ...]
    groups: IntArray

    def problem(self) -> Problem:
        """The engine's problem; people stand in the order of the groups."""
        seats, shifts = self.seats, self.shifts
        points = np.array([d[1:] for d in self.districts], dtype=np.float64).reshape(-1, 2)
        district, mode, max_minutes, slots, n = self.groups.T
        home = np.repeat(district, n)
        return Problem(
            seats=Seats(
                lead_votes=np.array([s.lead_votes for s in seats]),
                lead_sd=np.array([s.lead_sd for s in seats]),
                reachable=np.array([s.reachable for s in seats]),
                value=np.array([s.weight for s in seats]),
            ),
            shifts=Shifts(
                seat=np.array([s.seat for s in shifts], dtype=np.int64),
                slot=np.array([s.slot for s in shifts], dtype=np.int64),
                lon=np.array([s.lon for s in shifts]),
                lat=np.array([s.lat for s in shifts]),
                places=self.places(),
            ),
            volunteers=Volunteers(
                lon=points[home, 0],
                lat=points[home, 1],
                max_minutes=np.repeat(max_minutes, n).astype(np.float64),
                mode=np.repeat(mode, n).astype(np.int8),
                slots=np.repeat(slots, n).astype(np.uint64),
            ),
            assumptions=self.assumptions.for_engine(),
        )

    def places(self) -> IntArray:
        """The places of each shift that are to be filled, (K,)."""
        share = self.assumptions.places_percent / 100
        return np.array([round(shift.places * share) for shift in self.shifts], dtype=np.int64)

    def packed(self) -> bytes:
        """JSON, zipped; the same inputs give the same bytes."""
        kept = {
            "version": VERSION,
            "assumptions": self.assumptions.to_json(),
            "modes": MODES,
            "slots": self.slots,
            "seats": [list(asdict(s).values()) for s in self.seats],
            "shifts": [list(asdict(s).values()) for s in self.shifts],
            "districts": self.districts,
            "groups": self.groups.tolist(),
        }
        return gzip.compress(
            json.dumps(kept, separators=(",", ":")).encode(), compresslevel=6, mtime=0
        )


def unpacked(packed: bytes) -> Inputs:
    """Read what `packed` wrote. Raises InputError if it is of another version."""
    kept = json.loads(gzip.decompress(packed))
    if kept["version"] != VERSION:
        raise InputError(
            f"The inputs of this plan are of version {kept['version']}; this release reads "
            f"version {VERSION}. Make a new plan."
        )
    return Inputs(
        assumptions=PlanAssumptions.from_json(kept["assumptions"]),
        slots=tuple(kept["slots"]),
        seats=tuple(SeatGiven(*row) for row in kept["seats"]),
        shifts=tuple(ShiftGiven(*row) for row in kept["shifts"]),
        districts=tuple((code, lon, lat) for code, lon, lat in kept["districts"]),
        groups=np.array(kept["groups"], dtype=np.int64).reshape(-1, 5),
    )


def fingerprint(packed: bytes) -> str:
    """SHA-256 of what was kept, in hexadecimal; of the JSON, which no zip library changes."""
    return hashlib.sha256(gzip.decompress(packed)).hexdigest()
