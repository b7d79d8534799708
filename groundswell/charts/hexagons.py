"""A cartogram: one hexagon for each seat, all of one size, neighbours beside neighbours.

Cells are addressed by (q, r): rows r run west to east, q counts along them, and the middle of a
cell lies at x = q + r / 2, y = r × √3 / 2, one unit being the width of a hexagon.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from groundswell.charts.markup import Html, Svg, element, shape

STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
ROW = sqrt(3) / 2
THIRD = sqrt(3) / 6
"""Corners lie on a lattice of half a width across and a third of a row down."""

Corner = tuple[int, int]
# Both ends of the side that faces each of STEPS, from the middle of the cell.
SIDES: tuple[tuple[Corner, Corner], ...] = (
    ((1, -1), (1, 1)),
    ((1, 1), (0, 2)),
    ((0, 2), (-1, 1)),
    ((-1, 1), (-1, -1)),
    ((-1, -1), (0, -2)),
    ((0, -2), (1, -1)),
)
HEXAGON = "M.5-.289v.578L0 .577-.5 .289v-.578L0-.577z"
LONG = 14  # letters; a longer name takes two lines
LETTER = 0.62  # the width of a letter of a region's name, at the size it has on a phone


@dataclass(frozen=True)
class Cell:
    """One seat.

    level: its class, 0 to 5; None for a seat that has none and is drawn with dashes.
    title: what pointing at it says; its name, if empty.
    fill: a colour from data, such as a party's, instead of the class.
    href: where it leads; links make a drawing of 650 seats much larger.
    """

    code: str
    name: str
    q: int
    r: int
    region: str
    level: int | None
    title: str = ""
    fill: str | None = None
    href: str | None = None

    @property
    def x(self) -> float:
        """The middle, in widths of a hexagon."""
        return self.q + self.r / 2

    @property
    def y(self) -> float:
        """The middle, in widths of a hexagon."""
        return self.r * ROW


def cartogram(
    cells: Sequence[Cell],
    *,
    label: str,
    description: str = "",
    picked: str | None = None,
    region_names: Mapping[str, str] | None = None,
    diverging: bool = False,
    symbol: str = "h",
) -> Svg:
    """Draw the seats, the borders between regions and the regions' names; ring the picked seat.

    picked: the code of a seat. region_names: shorter names of regions, "" for none; without it
    each region has its own. symbol: the id of the hexagon, of which a page may have only one.
    Belongs in an element of class map-frame inside one of class chart. Each hexagon carries its
    seat as `data-code`.

    Raises ValueError if two seats share a cell.
    """
    at = {(cell.q, cell.r): cell for cell in cells}
    if len(at) < len(cells):
        raise ValueError(f"{len(cells) - len(at)} seats share a cell with another.")
    labels = place_labels(cells, region_names or {})
    parts = [
        element("defs", shape("path", id=symbol, d=HEXAGON)),
        _hexagons(cells, symbol, "d" if diverging else "s"),
        shape("path", class_="region-edge", d=path_through(region_borders(cells))),
    ]
    boxes = [one.box for one in labels]
    parts += [one.draw() for one in labels]
    chosen = next((cell for cell in cells if cell.code == picked), None)
    if chosen is not None:
        pick = _place_pick(chosen, cells, boxes)
        boxes.append(pick.label.box)
        parts += pick.draw()
    low_x = min([cell.x - 0.5 for cell in cells] + [box[0] for box in boxes]) - 0.2
    high_x = max([cell.x + 0.5 for cell in cells] + [box[2] for box in boxes]) + 0.2
    low_y = min([cell.y for cell in cells] + [box[1] + 0.4 for box in boxes]) - 0.8
    high_y = max([cell.y for cell in cells] + [box[3] - 0.4 for box in boxes]) + 0.8
    title = element("desc", description) if description else None
    return Svg(
        element(
            "svg",
            title,
            *parts,
            viewBox=f"{low_x:.2f} {low_y:.2f} {high_x - low_x:.2f} {high_y - low_y:.2f}",
            role="img",
            aria_label=label,
            data_map="hexagons",
        )
    )


def region_borders(cells: Sequence[Cell]) -> list[tuple[Corner, Corner]]:
    """The sides between neighbouring cells of different regions, each once, by their corners."""
    at = {(cell.q, cell.r): cell for cell in cells}
    borders = []
    for cell in cells:
        # Half of the directions: the other half would give each side again.
        for (dq, dr), (start, end) in list(zip(STEPS, SIDES, strict=True))[:3]:
            other = at.get((cell.q + dq, cell.r + dr))
            if other is not None and other.region != cell.region:
                x, y = 2 * cell.q + cell.r, 3 * cell.r
                borders.append(((x + start[0], y + start[1]), (x + end[0], y + end[1])))
    return borders


def path_through(sides: Sequence[tuple[Corner, Corner]]) -> str:
    """An SVG path along all sides, in as few strokes as may be."""
    joined: dict[Corner, list[Corner]] = defaultdict(list)
    for a, b in sides:
        joined[a].append(b)
        joined[b].append(a)
    path = []
    # Strokes begin where lines end or fork; what is left then are closed rings.
    starts = sorted(joined, key=lambda corner: (len(joined[corner]) % 2 == 0, corner))
    for start in starts:
        while joined[start]:
            here = start
            path.append(f"M{_tidy(here[0] / 2)} {_tidy(here[1] * THIRD)}")
            while joined[here]:
                there = min(joined[here])
                joined[here].remove(there)
                joined[there].remove(here)
                path.append(_step(there[0] - here[0], there[1] - here[1]))
                here = there
    return "".join(path)


def _step(dx: int, dy: int) -> str:
    if dx == 0:
        return "v.577" if dy > 0 else "v-.577"
    return f"l{'.5' if dx > 0 else '-.5'}{' .289' if dy > 0 else '-.289'}"


def _tidy(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _hexagons(cells: Sequence[Cell], symbol: str, prefix: str) -> Html:
    """All hexagons, row by row. A row carries what most of it shares, to keep the page small."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.r, cell.q)):
        rows[cell.r].append(cell)
    groups = []
    for r, row in rows.items():
        classes = ["none" if cell.level is None else f"{prefix}{cell.level}" for cell in row]
        # Never "none" among others: they would inherit its dashes.
        solid = [own for own in classes if own != "none"]
        common = Counter(solid or classes).most_common(1)[0][0]
        # Half a width for odd rows, so that places within a row are whole numbers.
        shift = r % 2 / 2
        hexagons = [
            _hexagon(cell, symbol, x=cell.x - shift, class_=None if own == common else own)
            for cell, own in zip(row, classes, strict=True)
        ]
        move = f"translate({_tidy(shift)} {_tidy(r * ROW)})"
        groups.append(element("g", *hexagons, class_=common, transform=move))
    return element("g", *groups, class_="hex")


def _hexagon(cell: Cell, symbol: str, *, x: float, class_: str | None) -> Html:
    drawn = element(
        "use",
        element("title", cell.title or cell.name),
        class_=class_,
        href=f"#{symbol}",
        x=_tidy(x),
        data_code=cell.code,
        fill=cell.fill,
    )
    return drawn if cell.href is None else element("a", drawn, href=cell.href, tabindex="-1")


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Label:
    """A name on the map; its baseline begins, has its middle or ends at (x, y).

    A long name takes two lines, the second of them below y.
    """

    text: str
    x: float
    y: float
    anchor: str
    class_: str = "map-label"

    @property
    def lines(self) -> list[str]:
        """The name, cut in two at the blank nearest its middle if it is long."""
        blanks = [k for k, letter in enumerate(self.text) if letter == " "]
        if len(self.text) <= LONG or not blanks:
            return [self.text]
        cut = min(blanks, key=lambda k: abs(k - len(self.text) / 2))
        return [self.text[:cut], self.text[cut + 1 :]]

    @property
    def box(self) -> Box:
        """The room it takes, at the larger size it has on a phone."""
        width = LETTER * max(len(one) for one in self.lines)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - 1.0, left + width, self.y + 0.3 + 1.3 * (len(self.lines) - 1)

    def draw(self) -> Html:
        """The text."""
        x, first, *more = _tidy(self.x), *self.lines
        return element(
            "text",
            first,
            *(element("tspan", one, x=x, dy="1.1em") for one in more),
            class_=self.class_,
            x=x,
            y=_tidy(self.y),
            # The class of names on top of their region says "middle" itself.
            text_anchor=None if self.anchor == "start" or "-in" in self.class_ else self.anchor,
        )


def place_labels(cells: Sequence[Cell], names: Mapping[str, str]) -> list[Label]:
    """A place for each region's name: outside beside it, or on it if it has no free side."""
    ends = _row_ends(cells)
    by_region: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_region[cell.region].append(cell)
    placed: list[Label] = []
    inside: list[tuple[str, list[Cell]]] = []
    # Small regions have the fewest places to choose from.
    for region, own in sorted(by_region.items(), key=lambda item: (len(item[1]), item[0])):
        text = names.get(region, region)
        if not text:
            continue
        free = [
            label
            for label in _beside(text, own, ends)
            if not any(_overlap(label.box, other.box) for other in placed)
        ]
        if free:
            middle = sum(cell.y for cell in own) / len(own)
            placed.append(min(free, key=lambda label: abs(label.y - 0.35 - middle)))
        else:
            inside.append((text, own))
    for text, own in inside:
        placed.append(_on_top(text, own, placed))
    return placed


def _row_ends(cells: Sequence[Cell]) -> dict[int, tuple[float, float]]:
    """How far west and east each row reaches."""
    ends: dict[int, tuple[float, float]] = {}
    for cell in cells:
        low, high = ends.get(cell.r, (cell.x, cell.x))
        ends[cell.r] = min(low, cell.x), max(high, cell.x)
    return ends


def _beside(text: str, own: Sequence[Cell], ends: Mapping[int, tuple[float, float]]) -> list[Label]:
    """Places east and west of the rows in which the region is the outermost."""
    labels = []
    for cell in own:
        around = [ends[row] for row in (cell.r - 1, cell.r, cell.r + 1) if row in ends]
        west, east = min(low for low, _ in around), max(high for _, high in around)
        if ends[cell.r][1] == cell.x and east <= cell.x + 0.5:
            labels.append(Label(text, east + 1.1, cell.y + 0.35, "start"))
        if ends[cell.r][0] == cell.x and west >= cell.x - 0.5:
            labels.append(Label(text, west - 1.1, cell.y + 0.35, "end"))
    return labels


def _on_top(text: str, own: Sequence[Cell], placed: Sequence[Label]) -> Label:
    """The middle of the region, moved up or down until it covers no other name."""
    x = sum(cell.x for cell in own) / len(own)
    y = sum(cell.y for cell in own) / len(own) + 0.3
    tries = [
        Label(text, x, y + ROW * k, "middle", "map-label-in") for k in (0, 1, -1, 2, -2, 3, -3)
    ]
    free = [one for one in tries if not any(_overlap(one.box, other.box) for other in placed)]
    return (free or tries)[0]


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + 0.3
        and other[0] < one[2] + 0.3
        and one[1] < other[3]
        and other[1] < one[3]
    )


@dataclass(frozen=True)
class Pick:
    """The picked seat: its ring, its name, and the line between them."""

    cell: Cell
    label: Label

    def draw(self) -> list[Html]:
        """Ring, line and name."""
        towards = -1 if self.label.anchor == "end" else 1
        start = (self.cell.x + 0.6 * towards, self.cell.y + (self.label.y > self.cell.y) * 0.3)
        end = (self.label.x - 0.25 * towards, self.label.y - 0.35)
        d = f"M{_tidy(start[0])} {_tidy(start[1])}L{_tidy(end[0])} {_tidy(end[1])}"
        move = f"translate({_tidy(self.cell.x)} {_tidy(self.cell.y)})"
        return [
            shape("path", class_="hex-pick", transform=move, d=HEXAGON),
            shape("path", class_="map-lead", d=d),
            self.label.draw(),
        ]


def _place_pick(cell: Cell, cells: Sequence[Cell], taken: Sequence[Box]) -> Pick:
    """The name beside the map, where there is room and the line to it is shortest."""
    class_ = "map-label t-strong"
    ends = _row_ends(cells)
    tries = []
    for row in range(min(ends) - 1, max(ends) + 2):
        around = [ends[k] for k in range(row - 1, row + 2) if k in ends]
        if around:
            west, east = min(low for low, _ in around), max(high for _, high in around)
            y = row * ROW + 0.35
            tries.append(Label(cell.name, west - 1.6, y, "end", class_))
            tries.append(Label(cell.name, east + 1.6, y, "start", class_))
    # Below everything there is always room.
    bottom = max([one.y for one in cells] + [box[3] for box in taken])
    tries.append(Label(cell.name, cell.x + 1.0, bottom + 2.6, "start", class_))
    free = [one for one in tries if not any(_overlap(one.box, box) for box in taken)]
    return Pick(cell, min(free, key=lambda one: hypot(one.x - cell.x, one.y - cell.y)))
