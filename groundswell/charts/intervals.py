"""How sure we are: nine in ten as a thin line, half as a thick one, the middle as a dot."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.charts.markup import Html, Svg, drawing, element, line, shape, short, words
from groundswell.charts.scales import Scale, tick_texts, ticks

WIDTH = 350
NAMES = 140
ROW = 46


@dataclass(frozen=True)
class Interval:
    """One row: its name, what it is (`note`), and five quantiles in the unit of the axis."""

    name: str
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    note: str = ""
    strong: bool = False


def interval_marks(interval: Interval, x: Scale, *, y: float, radius: float = 5.0) -> Html:
    """The two lines and the dot of one interval."""
    return element(
        "g",
        line(f"M{short(x(interval.q05))} {short(y)}H{short(x(interval.q95))}", "ci-90"),
        line(f"M{short(x(interval.q25))} {short(y)}H{short(x(interval.q75))}", "ci-50"),
        shape("circle", class_="ci-dot", cx=x(interval.q50), cy=y, r=radius),
        class_=None if interval.strong else "ci-quiet",
    )


def interval_rows(
    rows: Sequence[Interval], *, label: str, unit: str, zero: bool = True, signed: bool = True
) -> Svg:
    """Intervals one below the other on one axis; for half a page or a phone.

    label: the sentence for screen readers. unit: what the axis counts, e.g. "margin, points".
    zero: zero belongs to the axis and is drawn strongest. signed: figures carry + and −.
    """
    ends = [value for row in rows for value in (row.q05, row.q95)] + ([0.0] if zero else [])
    low, high = min(ends), max(ends)
    if low == high:
        low, high = low - 1, high + 1
    x = Scale(low - 0.04 * (high - low), high + 0.04 * (high - low), NAMES + 4, WIDTH - 8)
    floor = ROW * len(rows) + 8
    parts: list[Html] = []
    marks = ticks(x.low, x.high, about=4)
    for value, text in zip(marks, tick_texts(marks, signed=signed), strict=True):
        at = short(x(value))
        is_zero = zero and value == 0
        parts.append(line(f"M{at} 4V{floor}", "zero-line" if is_zero else "grid-line"))
        parts.append(words(text, x=x(value), y=floor + 16.0, anchor="mid"))
    for k, row in enumerate(rows):
        top = ROW * k
        parts.append(
            words(row.name, x=0, y=top + 22, class_="t-ink t-strong" if row.strong else "t-ink")
        )
        if row.note:
            parts.append(words(row.note, x=0, y=top + 36))
        parts.append(interval_marks(row, x, y=top + 23.0, radius=5.5))
    parts.append(words(unit, x=WIDTH - 4, y=floor + 34, anchor="end"))
    return drawing(*parts, label=label, width=WIDTH, height=floor + 40)


def range_bar(low: float, middle: float, high: float, *, end: float = 1.0) -> Svg:
    """A range and its middle for a table's cell, on an axis from 0 to `end`, half-way marked."""
    x = Scale(0.0, end, 4.0, 172.0)
    a, b = round(x(min(low, high))), round(x(max(low, high)))
    return drawing(
        line("M4 12H172M88 2V22", "grid-line"),
        line(f"M{a} 12H{max(b, a + 1)}", "ci-range"),
        shape("circle", class_="ci-dot", cx=round(x(middle)), cy=12, r=4.5),
        label=None,
        width=176,
        height=24,
    )


@dataclass(frozen=True)
class Rank:
    """A place in a list, 1 being the first, under some view of things."""

    name: str
    rank: int
    strong: bool = False


def rank_rows(rows: Sequence[Rank], *, last: int, label: str, note: str) -> Svg:
    """A dot for each rank, on an axis from 1 to `last`; what ranks lower stands at the end.

    note: what the axis shows, e.g. "rank; 64 is the last in the plan".
    """
    x = Scale(1.0, float(max(last, 2)), 110.0, WIDTH - 20.0)
    floor = 30 * len(rows) + 4
    inner = [v for v in ticks(0, last, about=3) if x(v) - x(1) > 24 and x(last) - x(v) > 30]
    marks = [1.0, *inner, float(last)]
    parts: list[Html] = []
    for value in marks:
        parts.append(line(f"M{short(x(value))} 4V{floor}", "grid-line"))
        parts.append(words(f"{value:.0f}", x=x(value), y=floor + 17.0, anchor="mid"))
    for k, row in enumerate(rows):
        y = 18 + 30 * k
        at = x(row.rank)
        parts.append(words(row.name, x=0, y=y + 4, class_="t-strong" if row.strong else "t-ink"))
        parts.append(line(f"M110 {y}H{WIDTH - 20}", "grid-line"))
        parts.append(
            shape("circle", class_="mark-dot" if row.strong else "mark-dot-3", cx=at, cy=y, r=7)
        )
        is_right = at > WIDTH - 60
        parts.append(
            words(
                f"{row.rank:,}",
                x=at - 12 if is_right else at + 12,
                y=y + 4,
                class_="t-strong",
                anchor="end" if is_right else None,
            )
        )
    parts.append(words(note, x=WIDTH - 12, y=floor + 32, anchor="end"))
    return drawing(*parts, label=label, width=WIDTH, height=floor + 36)
