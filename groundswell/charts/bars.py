"""Bars small enough for a table's cell."""

from groundswell.charts.markup import Svg, drawing, shape

WIDTH, HEIGHT = 96, 24


def share_bar(part: float, whole: float) -> Svg:
    """A bar of what is done of a whole; the figures stand in the table beside it."""
    share = 0.0 if whole <= 0 else min(max(part / whole, 0.0), 1.0)
    filled = shape("rect", class_="bar-win", x=0, y=7, width=round(WIDTH * share), height=10)
    rest = shape("rect", class_="bar-rest", x=0, y=7, width=WIDTH, height=10)
    return drawing(rest, filled, label=None, width=WIDTH, height=HEIGHT)
