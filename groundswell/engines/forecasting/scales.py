"""How wrong national, regional and seat figures have been: the sizes of the model's errors."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from groundswell.engines.forecasting.contests import Contests, Floats
from groundswell.errors import InputError

Period = Literal["1979-2017", "1979-2010"]

# Days before polling day that a row of the tables stands for. The last week has one row; beyond
# a year the last row holds; between rows, straight lines.
DAYS = (7.0, 14.0, 32.0, 50.0, 90.0, 365.0)

# Size of the national error by party and row of DAYS, in shares of the vote. CON, LAB and LD:
# British poll averages against ten results 1979-2017 (the second table: eight, to 2010). The
# others have a figure for the last week and one for the call of the election (day 50), which
# holds from there on. DEM and REP: half of a margin error of .05, rising to the size of a whole
# national swing (.035 of the two-party share), put as two errors that correlate -.5.
NATIONAL: dict[Period, dict[str, tuple[float, ...]]] = {
    "1979-2017": {
        "CON": (0.024, 0.030, 0.033, 0.034, 0.039, 0.052),
        "LAB": (0.030, 0.039, 0.056, 0.066, 0.065, 0.056),
        "LD": (0.018, 0.036, 0.044, 0.038, 0.042, 0.035),
    },
    "1979-2010": {
        "CON": (0.023, 0.030, 0.032, 0.033, 0.039, 0.046),
        "LAB": (0.028, 0.037, 0.045, 0.051, 0.052, 0.050),
        "LD": (0.020, 0.040, 0.048, 0.041, 0.047, 0.039),
    },
}
NATIONAL_OF_OTHERS: dict[str, tuple[float, ...]] = {
    "SNP": (0.010, 0.0103, 0.0112, 0.012, 0.012, 0.012),
    "PC": (0.010, 0.0103, 0.0112, 0.012, 0.012, 0.012),
    "UKIP": (0.015, 0.0174, 0.0237, 0.030, 0.030, 0.030),
    "GRN": (0.008, 0.0083, 0.0092, 0.010, 0.010, 0.010),
    "DEM": (0.029, 0.030, 0.032, 0.034, 0.036, 0.040),
    "REP": (0.029, 0.030, 0.032, 0.034, 0.036, 0.040),
}

# Size of the error of a region around its nation, and of a seat around its region.
REGIONAL_AND_SEAT: dict[str, tuple[float, float]] = {
    "CON": (0.018, 0.035),
    "LAB": (0.023, 0.037),
    "LD": (0.017, 0.051),
    "SNP": (0.020, 0.035),
    "PC": (0.020, 0.035),
    "UKIP": (0.015, 0.030),
    "GRN": (0.008, 0.015),
    "DEM": (0.018, 0.066),
    "REP": (0.018, 0.066),
}

# A party the tables do not know is taken for the mean of CON and LAB if it has 30 % or more where
# it stands; below, its errors shrink as the square root of its share, but not below these.
LARGE = 0.30
SMALLEST_NATIONAL, SMALLEST_REGIONAL, SMALLEST_SEAT = 0.005, 0.008, 0.015


@dataclass(frozen=True, eq=False)
class ErrorScales:
    """Sizes of the three levels of error, by party.

    national, regional: (P,) scale of a t distribution. seat: (P,) standard deviation.
    main: places of the two parties that lose what the other gains, or None.
    correlation: between those two, at every level. df: degrees of freedom of the t distribution.
    seat_multiplier: widens all seat errors.
    """

    national: Floats
    regional: Floats
    seat: Floats
    main: tuple[int, int] | None = None
    correlation: float = -0.5
    df: float = 6.0
    seat_multiplier: float = 1.0

    def __post_init__(self) -> None:
        for name in ("national", "regional", "seat"):
            sizes = getattr(self, name)
            fits = sizes.shape == self.national.shape and np.isfinite(sizes).all()
            if not fits or (sizes < 0).any():
                raise InputError(f"The {name} errors need one size of 0 or more for each party.")
        if not -1 <= self.correlation <= 1:
            raise InputError(f"The correlation is {self.correlation}; it lies between -1 and 1.")
        if self.df <= 2:
            raise InputError(f"{self.df} degrees of freedom; the model needs more than 2.")
        if not 0 <= self.seat_multiplier < np.inf:
            raise InputError(f"The seat multiplier is {self.seat_multiplier}; 0 is the least.")

    def without_shared_errors(self) -> "ErrorScales":
        """The same with seat errors only, as many simple models have it."""
        nothing = np.zeros_like(self.national)
        return replace(self, national=nothing, regional=nothing)


def no_errors(n_parties: int) -> ErrorScales:
    """Errors of size 0 at all three levels."""
    nothing = np.zeros(n_parties)
    return ErrorScales(national=nothing, regional=nothing, seat=nothing)


def scales_for(
    contests: Contests,
    *,
    horizon_days: float,
    period: Period = "1979-2017",
    seat_multiplier: float = 1.0,
) -> ErrorScales:
    """Errors for the parties of an election, so many days before the next.

    horizon_days: 0 says that the expected shares are exact and leaves no national error. 1 to 7
    is the last week; between the rows of the table the sizes lie on straight lines; more than a
    year counts as a year.
    period: "1979-2010" leaves out the elections that a backtest of 2015 and 2017 looks forward to.

    The two parties with most votes correlate -0.5. Parties that the tables do not know get sizes
    by their share where they stand.
    Source: poll errors of ten British elections, seat swings of twelve pairs of elections
    1955-2017, districts of the US House 1976-2016; see docs/explanation/forecasting.md.
    """
    if not horizon_days >= 0:
        raise InputError(f"The horizon is {horizon_days} days; give 0 or more.")
    sizes = typical_shares(contests)
    national = [
        national_error(party, size, horizon_days, period)
        for party, size in zip(contests.parties, sizes, strict=True)
    ]
    local = [local_errors(party, size) for party, size in zip(contests.parties, sizes, strict=True)]
    return ErrorScales(
        national=np.array(national),
        regional=np.array([regional for regional, _ in local]),
        seat=np.array([seat for _, seat in local]),
        main=two_largest(contests),
        seat_multiplier=seat_multiplier,
    )


def typical_shares(contests: Contests) -> Floats:
    """(P,) share of each party of the votes in the seats where it stands."""
    votes = (contests.shares * contests.valid_votes[:, None]).sum(axis=0)
    there = (contests.stands * contests.valid_votes[:, None]).sum(axis=0)
    shares: Floats = np.divide(votes, there, out=np.zeros_like(votes), where=there > 0)
    return shares


def two_largest(contests: Contests) -> tuple[int, int] | None:
    """Places of the two parties with most votes; None if there is only one."""
    votes = contests.valid_votes @ contests.shares
    order = np.argsort(-votes, kind="stable")
    return (int(order[0]), int(order[1])) if len(order) > 1 else None


def national_error(party: str, share: float, horizon_days: float, period: Period) -> float:
    """Scale of one party's national error."""
    if horizon_days == 0:
        return 0.0
    code = party.strip().upper()
    table = NATIONAL[period]
    row = table.get(code) or NATIONAL_OF_OTHERS.get(code)
    if row is not None:
        return float(np.interp(horizon_days, DAYS, row))
    mean = [(con + lab) / 2 for con, lab in zip(table["CON"], table["LAB"], strict=True)]
    return max(SMALLEST_NATIONAL, float(np.interp(horizon_days, DAYS, mean)) * part_of_large(share))


def local_errors(party: str, share: float) -> tuple[float, float]:
    """Scale of one party's regional error, and standard deviation of its seat error."""
    known = REGIONAL_AND_SEAT.get(party.strip().upper())
    if known is not None:
        return known
    large = np.mean([REGIONAL_AND_SEAT["CON"], REGIONAL_AND_SEAT["LAB"]], axis=0)
    regional, seat = large * part_of_large(share)
    return max(SMALLEST_REGIONAL, float(regional)), max(SMALLEST_SEAT, float(seat))


def part_of_large(share: float) -> float:
    """How much of a large party's error a party with this share has."""
    return float(np.sqrt(min(share, LARGE) / LARGE))
