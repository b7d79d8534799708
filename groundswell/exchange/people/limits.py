"""How large a file of people may be."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The largest file that is taken."""

    megabytes: int = 200
    rows: int = 2_000_000
    columns: int = 200
    cell_bytes: int = 65_536


FROM_A_PAGE = Limits()
FROM_THE_SHELL = Limits(megabytes=2_000, rows=10_000_000)
