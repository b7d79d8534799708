"""What a dispatch problem is made of: seats, shifts, volunteers, and what is assumed about them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import InputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CAR, TRANSIT, WALK = 0, 1, 2
MODES = ("car", "transit", "walk")
MOST_SLOTS = 64


@dataclass(frozen=True, eq=False)
class Seats:
    """The contests that people can help in, all arrays (M,).

    lead_votes: our side's expected lead, in votes; negative if behind.
    lead_sd: the forecast's standard deviation of that lead, local and national together.
    reachable: how many conversations the seat holds before they only repeat themselves.
    value: what winning the seat is worth, in seats; 1 for every seat if left out.
    """

    lead_votes: FloatArray
    lead_sd: FloatArray
    reachable: FloatArray
    value: FloatArray = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length and figures the model has no meaning for."""
        _settle(self, "lead_votes", "lead_sd", "reachable")
        if len(self.value) == 0:
            object.__setattr__(self, "value", np.ones(self.count))
        _settle(self, "value")
        _same_length(self, "Seats", "lead_votes", "lead_sd", "reachable", "value")
        _need("lead_votes", self.lead_votes, np.isfinite(self.lead_votes), "must be a number")
        _need("lead_sd", self.lead_sd, self.lead_sd > 0, "must be more than 0")
        _need("reachable", self.reachable, self.reachable >= 0, "must be 0 or more")
        _need("value", self.value, self.value >= 0, "must be 0 or more")

    @property
    def count(self) -> int:
        """How many seats there are."""
        return len(self.lead_votes)


@dataclass(frozen=True, eq=False)
class Shifts:
    """Places on offer, all arrays (K,): one row for each shift.

    seat: index of the seat it works for; slot: number of its time, 0 to 63;
    lon, lat: where people meet, in degrees; places: how many people it can use.
    """

    seat: IntArray
    slot: IntArray
    lon: FloatArray
    lat: FloatArray
    places: IntArray

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length, impossible coordinates, negative places."""
        _settle(self, "lon", "lat")
        _settle_whole(self, "seat", "slot", "places")
        _same_length(self, "Shifts", "seat", "slot", "lon", "lat", "places")
        in_range = (self.slot >= 0) & (self.slot < MOST_SLOTS)
        _need("slot", self.slot, in_range, f"must lie between 0 and {MOST_SLOTS - 1}")
        _need("places", self.places, self.places >= 0, "must be 0 or more")
        _need_point(self.lon, self.lat)

    @property
    def count(self) -> int:
        """How many shifts there are."""
        return len(self.seat)


@dataclass(frozen=True, eq=False)
class Volunteers:
    """People who offered, all arrays (N,), in the order in which they signed up.

    lon, lat: where they set out, in degrees; max_minutes: the longest way they accept, one way;
    mode: CAR, TRANSIT or WALK; slots: bit t is set if they are free in slot t.
    """

    lon: FloatArray
    lat: FloatArray
    max_minutes: FloatArray
    mode: NDArray[np.int8]
    slots: NDArray[np.uint64]

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length, impossible coordinates, unknown modes."""
        _settle(self, "lon", "lat", "max_minutes")
        object.__setattr__(self, "mode", np.ascontiguousarray(self.mode, dtype=np.int8))
        object.__setattr__(self, "slots", np.ascontiguousarray(self.slots, dtype=np.uint64))
        _same_length(self, "Volunteers", "lon", "lat", "max_minutes", "mode", "slots")
        _need("max_minutes", self.max_minutes, self.max_minutes >= 0, "must be 0 or more")
        _need("mode", self.mode, (self.mode >= 0) & (self.mode <= WALK), "must be 0, 1 or 2")
        _need_point(self.lon, self.lat)

    @property
    def count(self) -> int:
        """How many volunteers there are."""
        return len(self.lon)


@dataclass(frozen=True, eq=False)
class Travel:
    """Travel times that replace the straight-line rule. What isn't listed is out of reach.

    cell_of: (N,) cell each volunteer sets out from; the other arrays are (A,), one row for each
    way: from_cell, shift (index), minutes one way, mode (CAR, TRANSIT or WALK).
    """

    cell_of: IntArray
    from_cell: IntArray
    shift: IntArray
    minutes: FloatArray
    mode: NDArray[np.int8]

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length and times that are no times."""
        _settle(self, "minutes")
        _settle_whole(self, "cell_of", "from_cell", "shift")
        object.__setattr__(self, "mode", np.ascontiguousarray(self.mode, dtype=np.int8))
        _same_length(self, "Travel", "from_cell", "shift", "minutes", "mode")
        _need("minutes", self.minutes, self.minutes >= 0, "must be 0 or more")


@dataclass(frozen=True)
class Assumptions:
    """What one person on one shift is taken to achieve, and what their way there costs.

    votes_per_contact: votes added to the lead by one conversation; 0 to 1.
    contacts_per_shift: conversations that one person has in one shift.
    travel_price: expected seats that one minute of one-way travel must be worth.
    min_team: the fewest people who may be sent to a shift together; 1 allows anyone alone.
    """

    votes_per_contact: float = 0.025
    contacts_per_shift: float = 12.0
    travel_price: float = 1e-7
    min_team: int = 2

    def __post_init__(self) -> None:
        """Refuse figures the model has no meaning for."""
        for name in ("votes_per_contact", "contacts_per_shift", "travel_price"):
            figure = getattr(self, name)
            if not (np.isfinite(figure) and figure >= 0):
                raise InputError(f"{name} is {figure}; it must be 0 or more.")
        if self.min_team < 1:
            raise InputError(f"min_team is {self.min_team}; the smallest team is 1.")


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a plan is made from."""

    seats: Seats
    shifts: Shifts
    volunteers: Volunteers
    assumptions: Assumptions = field(default_factory=Assumptions)
    travel: Travel | None = None

    def __post_init__(self) -> None:
        """Refuse shifts of seats that don't exist and travel tables that don't fit."""
        seat = self.shifts.seat
        known = (seat >= 0) & (seat < self.seats.count)
        _need("seat", seat, known, f"must lie between 0 and {self.seats.count - 1}")
        if self.travel is not None:
            if len(self.travel.cell_of) != self.volunteers.count:
                raise InputError(
                    f"The travel table names cells for {len(self.travel.cell_of)} volunteers; "
                    f"there are {self.volunteers.count}. Give each volunteer one cell."
                )
            shift = self.travel.shift
            known = (shift >= 0) & (shift < self.shifts.count)
            _need("shift", shift, known, f"must lie between 0 and {self.shifts.count - 1}")


def _settle(owner: object, *names: str) -> None:
    """Store the named arrays as contiguous float64."""
    for name in names:
        array = np.ascontiguousarray(getattr(owner, name), dtype=np.float64)
        object.__setattr__(owner, name, array)


def _settle_whole(owner: object, *names: str) -> None:
    """Store the named arrays as contiguous int64."""
    for name in names:
        array = np.ascontiguousarray(getattr(owner, name), dtype=np.int64)
        object.__setattr__(owner, name, array)


def _same_length(owner: object, what: str, *names: str) -> None:
    shapes = {name: np.shape(getattr(owner, name)) for name in names}
    if len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values()):
        sizes = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise InputError(f"{what} need arrays of one length; these have the shapes {sizes}.")


def _need(name: str, array: NDArray[np.generic], fits: NDArray[np.bool_], rule: str) -> None:
    """Refuse the array, with its first bad entry, unless all of it fits."""
    fits = fits & np.isfinite(array)
    if not fits.all():
        first = int(np.argmin(fits))
        bad = int(fits.size - fits.sum())
        raise InputError(
            f"{bad} of {fits.size} values of {name} can't be used, the first at position {first} "
            f"({array[first]}): it {rule}."
        )


def _need_point(lon: FloatArray, lat: FloatArray) -> None:
    _need("lon", lon, np.abs(lon) <= 180, "must lie between -180 and 180")
    _need("lat", lat, np.abs(lat) <= 90, "must lie between -90 and 90")
