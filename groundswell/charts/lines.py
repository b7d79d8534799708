"""Lines over time, named at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.charts.markup import Html, Svg, drawing, join, line, shape, short, words
from groundswell.charts.scales import Scale, number_text, round_out, spread, tick_texts, ticks

# The reader's own side first; the others differ by dashes and by the name at the end.
KINDS = ("mark-line", "line-b", "line-c", "line-d")
FLOOR, TOP = 202, 10
LABEL_GAP = 16.0


@dataclass(frozen=True)
class Line:
    """One line: a value for each time, or None where there is none (the line is broken there)."""

    name: str
    values: Sequence[float | None]


def share_lines(
    lines: Sequence[Line],
    *,
    times: Sequence[float],
    time_names: Sequence[str],
    label: str,
    short_time_names: Sequence[str] | None = None,
    breaks: Sequence[tuple[float, str]] = (),
    half: bool = False,
) -> Svg:
    """Shares of parties over elections, in points, with the last figure beside each name.

    lines: at most a handful; the first is drawn strongest.
    times: where each value lies, e.g. years, ascending. short_time_names: for narrow screens.
    breaks: times at which something changed, such as new boundaries, each with its name.
    half: for a column of half a page, drawn once, as for a phone.
    """
    if not lines or not times:
        raise ValueError("There is nothing to draw.")
    narrow = short_time_names or time_names
    sizes: list[tuple[str | None, int, Sequence[str]]] = [
        ("wide-only", 680, time_names),
        ("narrow-only", 340, narrow),
    ]
    if half:
        sizes = [(None, 340, narrow)]
    drawn = [
        _share_lines(lines, times, names, label=label, breaks=breaks, class_=class_, width=width)
        for class_, width, names in sizes
    ]
    return Svg(join(drawn))


def sparkline(values: Sequence[float]) -> Svg:
    """A line for a table's cell; its last point is marked."""
    low, high = min(values), max(values)
    x = Scale(0.0, float(max(len(values) - 1, 1)), 2.0, 92.0)
    y = Scale(low, high, 20.0, 4.0)
    points = [f"{short(x(k))} {short(y(value))}" for k, value in enumerate(values)]
    dot = shape("circle", class_="mark-dot", cx=x(len(values) - 1), cy=y(values[-1]), r=3)
    return drawing(
        line("M" + "L".join(points), "mark-line"),
        dot,
        label=None,
        width=96,
        height=24,
        class_="spark",
    )


def _share_lines(
    lines: Sequence[Line],
    times: Sequence[float],
    names: Sequence[str],
    *,
    label: str,
    breaks: Sequence[tuple[float, str]],
    class_: str | None,
    width: int,
) -> Svg:
    most = max((v for one in lines for v in one.values if v is not None), default=1.0)
    x = Scale(times[0], times[-1], 30.0, width - 58.0)
    y = Scale(0.0, round_out(0.0, max(most, 1e-9), about=3)[1], float(FLOOR), float(TOP))
    parts = _grid(x, y)
    parts += _time_names(times, names, x)
    for at, text in breaks:
        is_left = x(at) - x.start < 110
        parts.append(line(f"M{short(x(at))} {TOP}V{FLOOR}", "lead-line dash"))
        parts.append(
            words(
                text,
                x=x(at) + 5 if is_left else x(at) - 5,
                y=TOP + 10,
                anchor=None if is_left else "end",
            )
        )
    parts += _paths(lines, times, x, y)
    parts += _end_names(lines, x, y)
    return drawing(*parts, label=label, width=width, height=230, class_=class_)


def _grid(x: Scale, y: Scale) -> list[Html]:
    parts = []
    values = ticks(y.low, y.high, about=3)
    for value, text in zip(values, tick_texts(values), strict=True):
        at = y(value)
        parts.append(line(f"M30 {short(at)}H{short(x.end)}", "grid-line"))
        parts.append(words(text, x=24, y=at + 4, anchor="end"))
    return parts


def _time_names(times: Sequence[float], names: Sequence[str], x: Scale) -> list[Html]:
    """A name below each time; from the last one back, those that would overlap are left out."""
    parts: list[Html] = []
    free = float("inf")
    for at, name in reversed(list(zip(times, names, strict=True))):
        half = 3.6 * len(name)
        if x(at) + half < free:
            parts.append(words(name, x=x(at), y=222, anchor="mid"))
            free = x(at) - half - 4
    return parts[::-1]


def _paths(lines: Sequence[Line], times: Sequence[float], x: Scale, y: Scale) -> list[Html]:
    parts = []
    for k, one in enumerate(lines):
        d, is_open = "", False
        for at, value in zip(times, one.values, strict=True):
            if value is None:
                is_open = False
                continue
            d += f"{'L' if is_open else 'M'}{short(x(at))} {short(y(value))}"
            is_open = True
        parts.append(line(d, KINDS[min(k, len(KINDS) - 1)]))
    return parts


def _end_names(lines: Sequence[Line], x: Scale, y: Scale) -> list[Html]:
    """Names beside the last point of those lines that reach the end, moved apart if they must."""
    ending = [(one.name, one.values[-1]) for one in lines if one.values[-1] is not None]
    wished = [y(value) for _, value in ending if value is not None]
    places = spread(wished, gap=LABEL_GAP, low=TOP + 0.0, high=FLOOR + 0.0)
    return [
        words(f"{name} {number_text(value or 0.0)}", x=x.end + 8, y=at + 4, class_="t-ink")
        for (name, value), at in zip(ending, places, strict=True)
    ]
