"""Charts show the figures they are given, in words too, and stay whole whatever the names are."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.charts.bars import share_bar
from groundswell.charts.certificate import certificate
from groundswell.charts.flows import Spot, flow_map
from groundswell.charts.hexagons import Cell, cartogram
from groundswell.charts.histogram import margin_histogram, seat_totals
from groundswell.charts.intervals import Interval, Rank, interval_rows, range_bar, rank_rows
from groundswell.charts.legend import scale_legend, spot_legend
from groundswell.charts.lines import Line, share_lines, sparkline
from groundswell.charts.markup import Html, element
from groundswell.charts.report import Head, Section, html_table, map_frame, report_page

COMPONENTS = Path(__file__).parents[2] / "groundswell/static/groundswell/components.css"
COUNTS = [0, 1, 3, 4, 2, 0]  # elections in which the side won 0, 1, … 5 seats
BLEND = Interval("Blend", -20.0, -8.0, -1.6, 6.0, 18.0, note="half and half", strong=True)


def everything(name="Gower"):
    """One of each drawing, all with one name in each place that takes one."""
    return {
        "cartogram": cartogram(
            [
                Cell("a", name, 0, 0, name, 1),
                Cell("b", name, 1, 0, "B", None, title=name, href=name),
            ],
            label=name,
            description=name,
            picked="a",
        ),
        "totals": seat_totals(COUNTS, majority=3, side=name),
        "margins": margin_histogram(
            [1, 2, 3, 1], low=-20, width=10, interval=BLEND, p_win=0.45, won=name + "{}"
        ),
        "intervals": interval_rows([Interval(name, 0, 1, 2, 3, 4, name)], label=name, unit=name),
        "range": range_bar(0.2, 0.5, 0.9),
        "ranks": rank_rows([Rank(name, 3, True), Rank(name, 99)], last=64, label=name, note=name),
        "bar": share_bar(3, 4),
        "lines": share_lines(
            [Line(name, [10, None, 30]), Line("B", [5, 6, 7])],
            times=[1, 2, 3],
            time_names=[name, "2", "3"],
            label=name,
            breaks=[(2.5, name)],
        ),
        "spark": sparkline([1, 3, 2]),
        "certificate": certificate(plan=0.152, ceiling=0.153, nearest=0.142, unit=name),
        "legend": scale_legend([name, "b"], without=name),
        "spots": spot_legend(name, name),
        "flows": flow_map(
            spots=[Spot(name, 0, 50, 10, 30), Spot("B", 1, 51, 20, 20)],
            homes=[(0.5, 50.5), (0.2, 50.1)],
            seats=[0, 1],
            people=[3, 4],
            label=name,
        ),
        "table": html_table([name, Head(name, "number", name)], [(name, 1)], caption=name),
    }


def tree(markup):
    return ElementTree.fromstring(f"<all>{markup}</all>")  # noqa: S314 - our own drawing


def texts(markup, class_=None):
    return [
        "".join(one.itertext())
        for one in tree(markup).iter("text")
        if class_ is None or class_ in (one.get("class") or "").split()
    ]


def wide(markup):
    return next(svg for svg in tree(markup).iter("svg") if svg.get("class") == "wide-only")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b", "O'Brien]]>"]
)
def test_a_hostile_name_is_text_wherever_it_stands(name):
    plain = {key: [one.tag for one in tree(svg).iter()] for key, svg in everything().items()}
    for key, svg in everything(name).items():
        root = tree(svg)  # and so it is well formed
        tags = [one.tag for one in root.iter() if one.tag != "tspan"]
        assert tags == [tag for tag in plain[key] if tag != "tspan"]


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_name_leaves_the_drawings_well_formed(name):
    for svg in everything(name.replace("{", "(").replace("}", ")")).values():
        tree(svg)


def test_only_classes_of_the_design_are_used():
    known = set(re.findall(r"\.([a-z][\w-]*)", COMPONENTS.read_text(encoding="utf-8")))
    page = report_page(
        title="t",
        lead="l",
        sections=[Section("s", "n", Html("".join(everything().values())), foot="f")],
        credits="c",
        figures=[("a", "b", "c")],
    )
    used = {one for names in re.findall(r'class="([^"]*)"', page) for one in names.split()}
    assert used - known == set()


def test_no_drawing_brings_a_style_or_a_script_of_its_own():
    for svg in everything().values():
        assert " style=" not in svg
        assert "<script" not in svg


def test_each_chart_says_in_a_sentence_what_it_shows():
    for key in ("totals", "margins", "intervals", "ranks", "lines", "certificate", "flows"):
        for svg in tree(everything()[key]).iter("svg"):
            assert svg.get("role") == "img"
            assert svg.get("aria-label")


def test_what_is_markup_already_is_not_escaped_again():
    assert element("p", Html("<b>x</b>"), "<b>") == "<p><b>x</b>&lt;b&gt;</p>"
    assert Html("<b>").__html__() == "<b>"


def test_seats_are_split_where_a_majority_begins():
    svg = wide(seat_totals(COUNTS, majority=3, side="Lab"))
    line = next(one for one in svg.iter("path") if one.get("class") == "zero-line")
    split = float(re.match(r"M([\d.]+)", line.get("d"))[1])
    for bar in svg.iter("rect"):
        left, right = float(bar.get("x")), float(bar.get("x")) + float(bar.get("width"))
        if bar.get("class") == "bar-win":
            assert left >= split - 0.1
        else:
            assert right <= split + 0.1


def test_bars_are_as_tall_as_their_counts():
    svg = wide(seat_totals(COUNTS, majority=3, side="Lab"))
    heights = [float(bar.get("height")) for bar in svg.iter("rect")]
    assert heights == pytest.approx([max(heights) * k / 4 for k in (1, 3, 4, 2)], abs=0.1)


def test_the_chance_of_a_majority_is_said_in_words():
    # Six of ten elections reach three seats.
    assert "majority in 60" in texts(seat_totals(COUNTS, majority=3, side="Lab"))
    assert "no majority in 40 of 100" in texts(seat_totals(COUNTS, majority=3, side="Lab"))


def test_the_middle_of_the_seats_is_that_of_the_elections():
    # Sorted: 1 2 2 2 3 3 3 3 4 4; half of them reach no further than 3, one in twenty than 1.
    label = wide(seat_totals(COUNTS, majority=None, side="Lab")).get("aria-label")
    assert label.startswith("Histogram of the seats of Lab: the middle is 3, ")
    assert "between 1 and 4" in label


@pytest.mark.parametrize("counts", [[0, 5], [5], [0] * 400 + [7] + [0] * 250])
def test_a_certain_result_can_be_drawn(counts):
    seats = len(counts) - 1
    svg = seat_totals(counts, majority=seats // 2 + 1, side="Lab")
    assert len(list(wide(svg).iter("rect"))) == 1


def test_a_wide_spread_is_drawn_with_few_bars():
    counts = np.ones(651)
    for svg, most in zip(
        tree(seat_totals(counts, majority=326, side="Lab")), (68, 36), strict=True
    ):
        assert len(list(svg.iter("rect"))) <= most


def test_no_elections_are_refused():
    with pytest.raises(ValueError, match="at least one election"):
        seat_totals([0, 0], majority=1, side="Lab")


def test_margins_are_split_at_zero():
    svg = wide(margin_histogram([1, 2, 3, 1], low=-20, width=10, interval=BLEND, p_win=0.4))
    assert [bar.get("class") for bar in svg.iter("rect")] == ["bar-lose"] * 2 + ["bar-win"] * 2


def test_a_bar_across_zero_is_refused():
    with pytest.raises(ValueError, match="Zero must lie"):
        margin_histogram([1, 2], low=-5, width=10, interval=BLEND, p_win=0.4)


def test_a_range_lies_where_its_chances_are():
    # 168 pixels for 0 to 1, from 4: a quarter lies at 46, a half at 88, three quarters at 130.
    svg = range_bar(0.25, 0.5, 0.75)
    assert "M46 12H130" in svg
    assert 'cx="88"' in svg


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(1, 4, "24"), (9, 4, "96"), (0, 4, "0"), (1, 0, "0")]
)
def test_a_bar_is_filled_to_its_share(part, whole, width):
    bar = next(one for one in tree(share_bar(part, whole)).iter() if one.get("class") == "bar-win")
    assert bar.get("width") == width


def test_lines_that_end_together_have_names_apart():
    ends = [Line(name, [10, 37.0 + k / 10]) for k, name in enumerate("ABCDE")]
    svg = wide(share_lines(ends, times=[2010, 2015], time_names=["2010", "2015"], label="x"))
    places = sorted(float(t.get("y")) for t in svg.iter("text") if t.get("class") == "t-ink")
    assert len(places) == 5
    assert all(b - a >= 16 - 0.11 for a, b in pairwise(places))


def test_a_line_is_broken_where_a_value_is_missing():
    svg = share_lines(
        [Line("A", [10, None, 30, 40])], times=[1, 2, 3, 4], time_names=list("1234"), label="x"
    )
    path = next(one for one in wide(svg).iter("path") if one.get("class") == "mark-line")
    assert path.get("d").count("M") == 2


def test_an_axis_that_does_not_start_at_zero_says_so():
    assert any(
        "starts at 0.13" in text
        for text in texts(certificate(plan=0.1521, ceiling=0.1522, nearest=0.1418))
    )
    assert not any(
        "starts at" in text for text in texts(certificate(plan=0.8, ceiling=0.9, nearest=0.1))
    )


def test_the_plan_lies_left_of_its_ceiling():
    svg = wide(certificate(plan=0.5, ceiling=1.0, nearest=0.25))
    plan = next(one for one in svg.iter("circle") if one.get("class") == "mark-dot")
    ceiling = next(one for one in svg.iter("rect") if one.get("class") == "mark-area")
    nearest = next(one for one in svg.iter("circle") if one.get("class") == "mark-dot-3")
    assert float(nearest.get("cx")) < float(plan.get("cx")) < float(ceiling.get("x"))


def test_circles_grow_with_the_people_by_area():
    svg = flow_map(
        spots=[Spot("A", 0, 50, 100, 100), Spot("B", 1, 51, 25, 100)],
        homes=np.empty((0, 2)),
        seats=[],
        people=[],
        label="x",
    )
    large, small = (float(one.get("r")) for one in tree(svg).iter("circle"))
    assert large / small == pytest.approx(2, rel=0.03)


def test_a_seat_less_than_half_full_is_an_empty_circle():
    svg = flow_map(
        spots=[Spot("A", 0, 50, 49, 100), Spot("B", 1, 51, 50, 100)],
        homes=[(0.0, 50.0)],
        seats=[0],
        people=[1],
        label="x",
    )
    classes = {one.findtext("title"): one.get("class") for one in tree(svg).iter("circle")}
    assert classes == {"A: 49 of 100": "spot spot-short", "B: 50 of 100": "spot"}


def test_north_is_up_and_east_is_right():
    svg = flow_map(
        spots=[Spot("NE", 1, 51, 1, 1), Spot("SW", 0, 50, 1, 1)],
        homes=np.empty((0, 2)),
        seats=[],
        people=[],
        label="x",
    )
    at = {
        one.findtext("title")[:2]: (float(one.get("cx")), float(one.get("cy")))
        for one in tree(svg).iter("circle")
    }
    assert at["NE"][0] > at["SW"][0]
    assert at["NE"][1] < at["SW"][1]


def test_a_legend_names_each_class_and_what_has_none():
    root = tree(scale_legend(["< 2", "2 +"], without="no side"))
    assert [one.get("class") for one in root.iter("rect")] == ["s1", "s2", "none"]
    assert [one.text for one in root.iter("span") if one.text] == ["< 2", "2 +", "no side"]


def test_a_report_needs_nothing_from_elsewhere():
    page = report_page(
        title="Plan <1>",
        lead="a & b",
        sections=[
            Section("Map", "n", map_frame(scale_legend(["a"]), everything()["cartogram"])),
            (Section("A", "", everything()["lines"]), Section("B", "", everything()["table"])),
        ],
    )
    assert "<h1>Plan &lt;1&gt;</h1>" in page
    assert "--accent:" in page
    assert ".legend-scale" in page
    assert not re.search(r"""(src|srcset)=|url\(|@import|<link|<script|https?://""", page)


def test_a_row_of_another_length_than_the_head_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        html_table(["a", "b"], [("x",)])


def test_whole_numbers_have_commas_and_gaps_a_dash():
    table = html_table(["a", Head("b", "number"), "c"], [("x", 12345, None)])
    cells = [cell.text for cell in tree(table).iter("td")]
    assert cells == ["12,345", "–"]
