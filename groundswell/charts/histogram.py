"""How an election could end: simulated ones counted by seats won, or by the margin in a seat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.charts.intervals import Interval, interval_marks
from groundswell.charts.markup import Html, Svg, drawing, join, line, shape, short, words
from groundswell.charts.scales import (
    Scale,
    number_text,
    of_hundred,
    round_step,
    tick_texts,
    ticks,
)

Size = tuple[str | None, int, int, int]
# Drawn twice, since text must not shrink with the page: (class, width, height, ticks).
DRAWN: tuple[Size, ...] = (("wide-only", 680, 400, 8), ("narrow-only", 340, 280, 4))
TOTALS_DRAWN: tuple[Size, ...] = (("wide-only", 680, 300, 8), ("narrow-only", 340, 260, 4))
HEAD, FOOT = 36, 58


@dataclass(frozen=True)
class Bins:
    """Bars of one width: bar k counts what lies in [low + k × width, low + (k + 1) × width)."""

    low: float
    width: float
    counts: NDArray[np.float64]

    @property
    def high(self) -> float:
        """Where the last bar ends."""
        return self.low + self.width * self.counts.size


def seat_totals(
    counts: ArrayLike,
    *,
    majority: int | None,
    side: str,
    below: str = "no majority in {} of 100",
    reached: str = "majority in {}",
    half: bool = False,
) -> Svg:
    """How many seats a party could win: bars, the line of a majority, the middle and the ranges.

    counts: (n_seats + 1,); element k says how many simulated elections gave the party k seats.
    majority: the fewest seats that are one; None draws no line. side: the party's short name.
    Below the bars: the median, half of all draws and nine in ten, with their figures.
    half: for a column of half a page, drawn once, as for a phone.
    """
    seats = np.asarray(counts, dtype=np.float64)
    if seats.ndim != 1 or seats.sum() <= 0:
        raise ValueError("The counts must be one row with at least one election.")
    q05, q25, q50, q75, q95 = _quantiles(seats, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()
    spread = Interval("", q05, q25, q50, q75, q95, strong=True)
    chance = float(seats[majority:].sum() / seats.sum()) if majority is not None else 0.0
    label = (
        f"Histogram of the seats of {side}: the middle is {spread.q50:.0f}, "
        f"90 of 100 simulated elections lie between {spread.q05:.0f} and {spread.q95:.0f}"
    )
    texts = ("", "")
    if majority is not None:
        texts = (below.format(of_hundred(1 - chance)), reached.format(of_hundred(chance)))
        label += f"; {majority} or more in {of_hundred(chance)} of 100"
    drawn = []
    for class_, width, height, about in sizes(TOTALS_DRAWN, half=half):
        bins = _seat_bins(seats, majority, most=64 if width > 400 else 32)
        drawn.append(
            _histogram(
                bins,
                spread,
                split=None if majority is None else majority - 0.5,
                texts=texts,
                size=(class_, width, height, about),
                label=label,
                figures=True,
                signed=False,
            )
        )
    return Svg(join(drawn))


def margin_histogram(
    counts: ArrayLike,
    *,
    low: float,
    width: float,
    interval: Interval,
    p_win: float,
    lost: str = "lost in {} of 100",
    won: str = "won in {}",
    half: bool = False,
) -> Svg:
    """How the count in a seat could end: the margin over the best other party, in points.

    counts: (n,) simulated elections in bars of `width` points, the first of which begins at `low`;
    zero must lie where two bars meet. interval: the quantiles of the margin, in points.
    p_win: the chance to win, 0 to 1. half: for a column of half a page.
    """
    bars = np.asarray(counts, dtype=np.float64)
    edge = -low / width
    if abs(edge - round(edge)) > 1e-6:
        raise ValueError("Zero must lie where two bars meet.")
    texts = (lost.format(of_hundred(1 - p_win)), won.format(of_hundred(p_win)))
    label = f"Histogram of the margin; {texts[0]}, {texts[1]}"
    bins = Bins(low, width, bars)
    return Svg(
        join(
            _histogram(
                bins,
                interval,
                split=0.0,
                texts=texts,
                size=size,
                label=label,
                figures=False,
                signed=True,
            )
            for size in sizes(DRAWN, half=half)
        )
    )


def sizes(both: tuple[Size, ...], *, half: bool) -> tuple[Size, ...]:
    """What to draw: for wide and narrow screens, or once for half a page."""
    return ((None, *both[1][1:]),) if half else both


def _quantiles(counts: NDArray[np.float64], at: Sequence[float]) -> NDArray[np.int64]:
    """The least number of seats that a share `at` of the elections doesn't exceed."""
    reached = np.cumsum(counts) / counts.sum()
    return np.searchsorted(reached, np.asarray(at) - 1e-12)


def _seat_bins(counts: NDArray[np.float64], majority: int | None, *, most: int) -> Bins:
    """Whole seats to a bar; bars meet at the majority, and the outermost 1 in 1,000 is left out."""
    low, high = (int(value) for value in _quantiles(counts, (0.0005, 0.9995)))
    if majority is not None:
        low, high = min(low, majority - 1), max(high, majority)
    width = max(1, round(round_step(high - low + 1, about=most)))
    while (high - low + 1) / width > most:
        width += 1
    anchor = majority if majority is not None else low
    first = anchor - -(-(anchor - low) // width) * width - width
    last = anchor + -(-(high + 1 - anchor) // width) * width + width
    padded = np.zeros(last - first)
    inside = counts[max(first, 0) : last]
    padded[max(-first, 0) : max(-first, 0) + inside.size] = inside
    return Bins(first - 0.5, float(width), padded.reshape(-1, width).sum(axis=1))


def _histogram(
    bins: Bins,
    interval: Interval,
    *,
    split: float | None,
    texts: tuple[str, str],
    size: Size,
    label: str,
    figures: bool,
    signed: bool,
) -> Svg:
    class_, width, height, about = size
    x = Scale(bins.low, bins.high, 4.0, width - 4.0)
    floor = height - FOOT
    parts = [
        _bars(bins, x, floor=floor, split=split),
        line(f"M4 {floor}.5H{width - 4}", "axis-line"),
        *_axis(ticks(bins.low, bins.high, about=about), x, floor=floor, signed=signed),
    ]
    if split is not None:
        parts += _split_line(x(split), texts, width=width, floor=floor)
    y = height - 22.0
    parts.append(interval_marks(interval, x, y=y))
    if figures:
        parts += _figures(interval, x, y=y)
    return drawing(*parts, label=label, width=width, height=height, class_=class_)


def _bars(bins: Bins, x: Scale, *, floor: int, split: float | None) -> Html:
    most = float(bins.counts.max()) or 1.0
    step = x(bins.low + bins.width) - x(bins.low)
    gap = min(1.5, step / 4)
    drawn = []
    for k, count in enumerate(bins.counts.tolist()):
        if count <= 0:
            continue
        start = bins.low + k * bins.width
        tall = max((floor - HEAD) * count / most, 0.5)
        is_won = split is None or start >= split - 1e-9
        drawn.append(
            shape(
                "rect",
                class_="bar-win" if is_won else "bar-lose",
                x=x(start) + gap / 2,
                y=floor - tall,
                width=step - gap,
                height=tall,
            )
        )
    return join(drawn)


def _axis(values: Sequence[float], x: Scale, *, floor: int, signed: bool) -> list[Html]:
    parts = []
    for value, text in zip(values, tick_texts(values, signed=signed), strict=True):
        at = x(value)
        # The first and last figure would hang out over the edge.
        near_start, near_end = at - x.start < 8, x.end - at < 8
        anchor = None if near_start else "end" if near_end else "mid"
        parts.append(line(f"M{short(at)} {floor}v5", "axis-line"))
        parts.append(
            words(
                text,
                x=x.start - 4 if near_start else x.end + 4 if near_end else at,
                y=floor + 19,
                anchor=anchor,
            )
        )
    return parts


def _split_line(at: float, texts: tuple[str, str], *, width: int, floor: int) -> list[Html]:
    """The line where losing becomes winning, with what lies on either side of it."""
    room = 6.6 * max(len(text) for text in texts)
    parts = [line(f"M{short(at)} 16V{floor}", "zero-line")]
    if at - 8 < room:  # no room on the left: both stand on the right, one below the other
        parts.append(words(texts[0], x=at + 8, y=12, class_="t-strong"))
        parts.append(words(texts[1], x=at + 8, y=28, class_="t-accent"))
    elif width - at - 8 < room:
        parts.append(words(texts[0], x=at - 8, y=12, class_="t-strong", anchor="end"))
        parts.append(words(texts[1], x=at - 8, y=28, class_="t-accent", anchor="end"))
    else:
        parts.append(words(texts[0], x=at - 8, y=24, class_="t-strong", anchor="end"))
        parts.append(words(texts[1], x=at + 8, y=24, class_="t-accent"))
    return parts


def _figures(interval: Interval, x: Scale, *, y: float) -> list[Html]:
    """The median and both ends of the wide range, as figures beside their marks."""
    texts = [number_text(value) for value in (interval.q05, interval.q50, interval.q95)]
    return [
        words(texts[0], x=x(interval.q05) - 5, y=y + 4, anchor="end"),
        words(texts[1], x=x(interval.q50), y=y + 19, anchor="mid", class_="t-strong"),
        words(texts[2], x=x(interval.q95) + 5, y=y + 4),
    ]
