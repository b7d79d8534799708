"""From values to places and classes: axes with round numbers, classes for maps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

MINUS = "−"


@dataclass(frozen=True)
class Scale:
    """A straight axis: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies; beyond the axis it lies at its end."""
        span = self.high - self.low
        part = 0.5 if span == 0 else (value - self.low) / span
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)


def round_step(span: float, *, about: int) -> float:
    """The step of 1, 2 or 5 times a power of ten that cuts a span into about so many parts."""
    if span <= 0:
        return 1.0
    raw = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    # Between two steps the nearer one by ratio: 1 to 2 changes at √2, and so on.
    for step in (1.0, 2.0, 5.0):
        if raw <= step * power * math.sqrt(2.5 if step == 2.0 else 2.0):
            return step * power
    return 10.0 * power


def ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Round values within [low, high]; zero is always one of them if it lies within."""
    step = round_step(high - low, about=about)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1)]


def round_out(low: float, high: float, *, about: int = 5) -> tuple[float, float]:
    """The nearest round values outside [low, high]."""
    step = round_step(high - low, about=about)
    return (
        float(f"{math.floor(low / step + 1e-9) * step:.12g}"),
        float(f"{math.ceil(high / step - 1e-9) * step:.12g}"),
    )


def tick_texts(values: Sequence[float], *, signed: bool = False) -> list[str]:
    """The values as text, all with the decimals that the finest of them needs."""
    decimals = 0
    while decimals < 10 and any(abs(round(v, decimals) - v) > 1e-9 for v in values):
        decimals += 1
    return [number_text(value, decimals=decimals, signed=signed) for value in values]


def number_text(value: float, *, decimals: int = 0, signed: bool = False) -> str:
    """A number with a real minus sign, commas between thousands, and a plus sign if wished."""
    text = f"{abs(value):,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    if value < 0:
        return MINUS + text
    return f"+{text}" if signed else text


def of_hundred(share: float) -> str:
    """A chance as a whole number of 100; what may still happen is never called 0 or 100."""
    if 0 < share < 0.01:
        return "fewer than 1"
    if 0.99 < share < 1:
        return "more than 99"
    return str(round(100 * share))


def class_breaks(
    values: ArrayLike, *, classes: int = 5, method: Literal["quantile", "equal"] = "quantile"
) -> list[float]:
    """Rounded values that part the given ones into at most `classes` classes, ascending.

    quantile: about as many values in each class; equal: classes of the same width.
    Values that aren't finite don't count. Ties make for fewer classes.
    """
    if not 1 <= classes <= 5:
        raise ValueError("A map has one to five classes.")
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size == 0:
        return []
    low, high = float(known.min()), float(known.max())
    parts = np.arange(1, classes) / classes
    raw = low + parts * (high - low) if method == "equal" else np.quantile(known, parts)
    rounded = sorted({float(f"{value:.2g}") + 0.0 for value in raw})
    return [value for value in rounded if low < value <= high]


def class_of(value: float | None, breaks: Sequence[float]) -> int | None:
    """Which class a value falls in, 1 to 5; a break belongs to the class above it."""
    if value is None or not math.isfinite(value):
        return None
    return 1 + int(np.searchsorted(np.asarray(breaks), value, side="right"))


def class_names(breaks: Sequence[float], *, decimals: int | None = None) -> list[str]:
    """What the legend calls each class: "< 2", "2–4", "4 +"."""
    if not breaks:
        return ["all"]
    texts = (
        tick_texts(breaks)
        if decimals is None
        else [number_text(value, decimals=decimals) for value in breaks]
    )
    between = [f"{a}–{b}" for a, b in pairwise(texts)]
    return [f"< {texts[0]}", *between, f"{texts[-1]} +"]


def spread(wished: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places for labels as near as may be to where they are wished, and `gap` apart.

    They keep their order. Where there is no room for all between low and high, the gap shrinks.
    """
    order = sorted(range(len(wished)), key=lambda k: wished[k])
    if not order:
        return []
    gap = min(gap, (high - low) / max(len(order) - 1, 1))
    # Least squares with a least distance: take off the distances, and what is left may only rise.
    blocks: list[tuple[float, int]] = []
    for position, k in enumerate(order):
        blocks.append((wished[k] - position * gap, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2], blocks[-1]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m)]
    room = high - (len(order) - 1) * gap
    flat = [min(max(value, low), room) for value, count in blocks for _ in range(count)]
    placed = [0.0] * len(order)
    for position, k in enumerate(order):
        placed[k] = flat[position] + position * gap
    return placed
