"""How good a plan is: between what is simplest and what is proved to be impossible."""

from collections.abc import Sequence

from groundswell.charts.markup import Html, Svg, drawing, join, line, shape, short, words
from groundswell.charts.scales import Scale, round_out, tick_texts, ticks


def certificate(
    *,
    plan: float,
    ceiling: float,
    nearest: float | None = None,
    unit: str = "expected seats above doing nothing",
    starts_at: str = "the axis starts at {}",
    names: tuple[str, str, str, str] = ("nearest", "this plan", "ceiling", "not possible"),
) -> Svg:
    """A plan's gain on an axis with the proven ceiling and, if given, "everyone to the nearest".

    All in one unit; the ceiling is at least the plan.
    """
    known = [plan, ceiling, 0.0 if nearest is None else nearest]
    low, high = min(known), max(known)
    span = high - low or abs(high) or 1.0
    # Room on the right to show that there is something beyond the ceiling.
    low = 0.0 if 0 <= low <= 1.5 * span else low - 0.7 * span
    low, high = round_out(low, high + 0.25 * (high - low), about=4)
    # Two decimals more than the axis: what a reader could tell apart on it, and a little finer.
    digits = _decimals(tick_texts(ticks(low, high, about=4))) + 2
    texts = {value: f"{value:.{digits}f}".replace("-", "−") for value in known}
    label = f"{names[1]} {texts[plan]}, {names[2]} {texts[ceiling]} {unit}"
    if nearest is not None:
        label = f"{names[0]} {texts[nearest]}, {label}"
    notes = [unit] if low == 0 else [f"{unit};", starts_at.format(tick_texts([low])[0])]
    drawn = []
    for class_, width, height in (("wide-only", 900, 104), ("narrow-only", 350, 120)):
        x = Scale(low, high, 10.0, width - 10.0)
        parts = [
            *_axis(x, width),
            *_notes(notes, is_wide=width > 400),
            *(_nearest(x(nearest), f"{names[0]} {texts[nearest]}") if nearest is not None else ()),
            *_plan(x, plan, ceiling, names=names, texts=texts),
        ]
        drawn.append(drawing(*parts, label=label, width=width, height=height, class_=class_))
    return Svg(join(drawn))


def _notes(notes: Sequence[str], *, is_wide: bool) -> list[Html]:
    lines = [" ".join(notes)] if is_wide else notes
    return [words(text, x=10, y=100 + 16 * k) for k, text in enumerate(lines)]


def _decimals(texts: Sequence[str]) -> int:
    return max(len(text.partition(".")[2]) for text in texts)


def _axis(x: Scale, width: int) -> list[Html]:
    values = ticks(x.low, x.high, about=4 if width > 400 else 3)
    parts = [line(f"M10 62H{width - 10}", "axis-line")]
    for value, text in zip(values, tick_texts(values), strict=True):
        at = x(value)
        parts.append(line(f"M{short(at)} 62v5", "axis-line"))
        anchor = None if at < 20 else "end" if at > width - 20 else "mid"
        place = 2.0 if at < 20 else width - 2.0 if at > width - 20 else at
        parts.append(words(text, x=place, y=81, anchor=anchor))
    return parts


def _nearest(at: float, text: str) -> list[Html]:
    room = 3.6 * len(text)
    return [
        line(f"M{short(at)} 36V62", "lead-line"),
        shape("circle", class_="mark-dot-3", cx=at, cy=51, r=6),
        words(text, x=max(at, room), y=31, anchor="mid"),
    ]


def _plan(
    x: Scale,
    plan: float,
    ceiling: float,
    *,
    names: tuple[str, str, str, str],
    texts: dict[float, str],
) -> list[Html]:
    at, top, width = x(plan), x(ceiling), x.end + 10
    beyond = width - 10 - top
    parts = [
        shape("rect", class_="mark-area", x=top, y=40, width=beyond, height=22),
        line(f"M{short(top)} 18V62", "zero-line"),
        shape("circle", class_="mark-dot", cx=at, cy=51, r=6.5),
    ]
    if beyond > 6.4 * len(names[3]) + 16:
        parts.append(words(names[3], x=width - 16, y=55, anchor="end"))
    text = f"{names[1]} {texts[plan]}, {names[2]} {texts[ceiling]}"
    room = 3.7 * len(text)
    middle = min(max((at + top) / 2, room), width - room)
    parts.append(words(text, x=middle, y=12, class_="t-strong", anchor="mid"))
    return parts
