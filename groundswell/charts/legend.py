"""What the colours and signs of a map mean."""

from collections.abc import Sequence

from groundswell.charts.markup import Html, drawing, element, join, shape

COLUMNS = 6  # as the grid of .legend-scale


def scale_legend(
    names: Sequence[str], *, without: str | None = None, diverging: bool = False
) -> Html:
    """The classes of a map from low to high, each with its name.

    names: one to five. without: what seats of no class are called.
    """
    if not 1 <= len(names) <= 5:
        raise ValueError("A scale has one to five classes.")
    classes = [f"{'d' if diverging else 's'}{k}" for k in range(1, len(names) + 1)]
    words = list(names)
    if without is not None:
        classes.append("none")
        words.append(without)
    blank = element("span")
    boxes = [_box(class_) for class_ in classes] + [blank] * (COLUMNS - len(classes))
    texts = [element("span", word) for word in words] + [blank] * (COLUMNS - len(words))
    return element("div", *boxes, *texts, class_="legend-scale", aria_hidden="true")


def _box(class_: str) -> Html:
    box = shape("rect", class_=class_, width=10, height=2)
    return element("svg", box, viewBox="0 0 10 2", preserveAspectRatio="none")


def spot_legend(full: str, short_of: str) -> Html:
    """What a filled and an empty circle mean on a map of seats."""
    return sign_legend(
        [
            (shape("circle", class_="spot", cx=9, cy=9, r=6), full),
            (shape("circle", class_="spot spot-short", cx=9, cy=9, r=5.5), short_of),
        ]
    )


def sign_legend(signs: Sequence[tuple[Html, str]]) -> Html:
    """Signs drawn in a box of 18 by 18, each with what it means."""
    rows = [
        element("li", drawing(sign, label=None, width=18, height=18), meaning)
        for sign, meaning in signs
    ]
    return element("ul", join(rows), class_="legend")
