"""The cartogram shows each seat once, and the borders between regions, at their true places."""

import csv
import re
from dataclasses import replace
from math import hypot, sqrt
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.charts.hexagons import (
    STEPS,
    THIRD,
    Cell,
    cartogram,
    path_through,
    place_labels,
    region_borders,
)

UK = Path(__file__).parents[2] / "data" / "uk_seats.csv"


def tree(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def cell(code, q, r, region="A", level=1, **more):
    return Cell(code, code.title(), q, r, region, level, **more)


@pytest.fixture(scope="module")
def uk():
    with UK.open(encoding="utf-8", newline="") as file:
        return [
            Cell(
                row["seat_code"],
                row["seat_name"],
                int(row["q"]),
                int(row["r"]),
                row["region"],
                k % 6 or None,
            )
            for k, row in enumerate(csv.DictReader(file))
        ]


cells_of_two_regions = st.dictionaries(
    st.tuples(st.integers(-4, 4), st.integers(-4, 4)), st.sampled_from("AB"), min_size=1
).map(lambda known: [cell(f"s{q},{r}", q, r, region) for (q, r), region in known.items()])


def corners_on_paper(sides):
    return {frozenset((x / 2, round(y * THIRD, 9)) for x, y in side) for side in sides}


def test_neighbours_of_two_regions_share_the_side_between_them():
    # Side by side: the border is upright, half-way between the two middles.
    borders = region_borders([cell("a", 0, 0, "A"), cell("b", 1, 0, "B")])
    third = round(1 / (2 * sqrt(3)), 9)
    assert corners_on_paper(borders) == {frozenset({(0.5, -third), (0.5, third)})}


def test_neighbours_of_one_region_have_no_border():
    assert region_borders([cell("a", 0, 0), cell("b", 1, 0)]) == []


def test_seats_that_do_not_touch_have_no_border():
    assert region_borders([cell("a", 0, 0, "A"), cell("b", 2, 0, "B")]) == []


def test_a_seat_in_the_middle_of_another_region_has_six_sides():
    ring = [cell(f"r{k}", q, r, "B") for k, (q, r) in enumerate(STEPS)]
    borders = region_borders([cell("a", 0, 0, "A"), *ring])
    assert len(corners_on_paper(borders)) == 6


@given(cells_of_two_regions)
def test_each_border_lies_on_the_rim_of_two_seats_of_different_regions(cells):
    for side in region_borders(cells):
        ends = [(x / 2, y * THIRD) for x, y in side]
        # A corner is 1/√3 from the middle of each hexagon it belongs to.
        touching = [
            one
            for one in cells
            if all(abs(hypot(one.x - x, one.y - y) - 1 / sqrt(3)) < 1e-9 for x, y in ends)
        ]
        assert len(touching) == 2
        assert {one.region for one in touching} == {"A", "B"}


def walk(path):
    """The sides that an SVG path of M, l and v draws, as pairs of places."""
    here, sides = (0.0, 0.0), []
    for command, text in re.findall(r"([Mlv])([^Mlv]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", text)]
        if command == "M":
            here = tuple(numbers)
            continue
        dx, dy = numbers if command == "l" else (0.0, numbers[0])
        there = (here[0] + dx, here[1] + dy)
        sides.append((here, there))
        here = there
    return sides


@given(cells_of_two_regions)
def test_the_path_draws_each_border_once(cells):
    wanted = sorted(sorted((x / 2, y * THIRD) for x, y in side) for side in region_borders(cells))
    drawn = [sorted(side) for side in walk(path_through(region_borders(cells)))]
    assert len(drawn) == len(wanted)
    for side in wanted:
        near = [
            one
            for one in drawn
            if all(
                abs(a - b) < 0.05
                for p, q in zip(one, side, strict=True)
                for a, b in zip(p, q, strict=True)
            )
        ]
        assert len(near) == 1


def test_each_seat_is_there_once_with_its_code_and_name(uk):
    root = tree(cartogram(uk, label="Seats"))
    shown = {use.get("data-code"): use.findtext("title") for use in root.iter("use")}
    assert shown == {one.code: one.name for one in uk}


def test_a_hexagon_lies_in_the_row_and_place_of_its_seat():
    root = tree(cartogram([cell("a", 2, 3), cell("b", 0, 0)], label="Seats"))
    rows = {
        use.get("data-code"): (use.get("x"), group.get("transform"))
        for group in root.iter("g")
        for use in group.findall("use")
    }
    assert rows == {"a": ("3", "translate(0.5 2.6)"), "b": ("0", "translate(0 0)")}


def test_650_seats_take_at_most_64_kilobytes_however_the_classes_are_mixed(uk):
    assert len(cartogram(uk, label="Seats", picked=uk[7].code).encode()) <= 64_000


def test_650_seats_of_which_most_are_of_one_class_take_at_most_60_kilobytes(uk):
    skewed = [replace(one, level=max(1, k % 13 - 7)) for k, one in enumerate(uk)]
    assert len(cartogram(skewed, label="Seats", picked=uk[7].code).encode()) <= 60_000


def test_seats_with_a_class_do_not_inherit_the_dashes_of_those_without(uk):
    mixed = [replace(one, level=None if k % 5 else 3) for k, one in enumerate(uk)]
    for group in tree(cartogram(mixed, label="Seats")).iter("g"):
        if group.get("class") == "none":
            assert {use.get("class") for use in group.iter("use")} == {None}


def test_names_of_regions_cover_neither_each_other_nor_seats_beside_them(uk):
    labels = place_labels(uk, {})
    assert {label.text for label in labels} == {one.region for one in uk}
    for k, label in enumerate(labels):
        left, top, right, bottom = label.box
        for other in labels[k + 1 :]:
            a, b, c, d = other.box
            assert right <= a or c <= left or bottom <= b or d <= top
        if label.class_ == "map-label":
            assert not any(
                left < one.x + 0.4 and one.x - 0.4 < right and top + 0.4 < one.y < bottom
                for one in uk
            )


def test_the_picked_seat_is_ringed_and_named(uk):
    root = tree(cartogram(uk, label="Seats", picked=uk[0].code))
    ring = next(one for one in root.iter("path") if one.get("class") == "hex-pick")
    assert ring.get("transform") == f"translate({uk[0].x:g} {uk[0].y:.2f})"
    assert uk[0].name in ["".join(text.itertext()) for text in root.iter("text")]


def test_every_name_lies_inside_the_drawing(uk):
    root = tree(cartogram(uk, label="Seats", picked=uk[0].code))
    left, top, width, height = (float(n) for n in root.get("viewBox").split())
    for label in place_labels(uk, {}):
        assert left <= label.box[0]
        assert label.box[2] <= left + width
    assert top <= min(one.y for one in uk) - 0.5
    assert top + height >= max(one.y for one in uk) + 0.5


def test_a_seat_without_a_class_is_drawn_with_dashes():
    svg = cartogram([cell("a", 0, 0, level=None), cell("b", 1, 0), cell("c", 2, 0)], label="Seats")
    root = tree(svg)
    classes = {use.get("data-code"): use.get("class") for use in root.iter("use")}
    assert classes == {"a": "none", "b": None, "c": None}
    assert next(group for group in root.iter("g") if group.get("transform")).get("class") == "s1"


def test_two_seats_in_one_cell_are_refused():
    with pytest.raises(ValueError, match="1 seats share"):
        cartogram([cell("a", 0, 0), cell("b", 0, 0)], label="Seats")


def test_a_seat_may_lead_somewhere():
    svg = cartogram([cell("a", 0, 0, href="/seats/a?x=1&y=2")], label="Seats")
    link = next(tree(svg).iter("a"))
    assert link.get("href") == "/seats/a?x=1&y=2"
