"""A report as one file: the page carries its own style; no server, no script, no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from groundswell.charts.markup import Html, Inside, element, join

STYLES = ("tokens.css", "components.css")
# Nothing is loaded and nothing runs, whatever a stranger's table holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Table(Html):
    """A table, which fills its panel from edge to edge."""

    __slots__ = ()


@dataclass(frozen=True)
class Head:
    """What a column is called. `sub`: its unit, or a second line.

    kind: "text", "number", "graphic" (a `range_bar`) or "bar" (a `share_bar`).
    on_phone: shown on narrow screens too.
    """

    name: str
    kind: str = "text"
    sub: str = ""
    on_phone: bool = True


@dataclass(frozen=True)
class Section:
    """One subject: a title, a note that says what is seen, and a chart or a table.

    body: one piece of markup or several. foot: a line below, such as the source.
    """

    title: str
    note: str
    body: Html | Sequence[Html]
    foot: str = ""


def report_page(
    *,
    title: str,
    lead: str,
    sections: Sequence[Section | tuple[Section, Section]],
    credits: str = "",
    figures: Sequence[tuple[str, str, str]] = (),
) -> str:
    """A whole page. Two sections in a tuple lie side by side where there is room.

    lead: the sentence that says what came out. figures: (what, figure, what to compare it with).
    credits: where the data came from.
    """
    head = join(
        [
            Html('<meta charset="utf-8">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Html('<meta name="color-scheme" content="light dark">'),
            element("title", f"{title} · Groundswell"),
            element("style", _styles()),
        ]
    )
    parts = [
        element(
            "div", element("div", element("h1", title), element("p", lead)), class_="page-head"
        ),
        _figures(figures) if figures else None,
        *(_row(section) for section in sections),
        element("p", credits, class_="note") if credits else None,
    ]
    body = element("main", *parts, class_="page page-wide", id="main")
    return f'<!doctype html>\n<html lang="en-GB"><head>{head}</head>\n<body>{body}</body></html>\n'


def html_table(
    head: Sequence[str | Head],
    rows: Sequence[Sequence[Inside]],
    *,
    caption: str = "",
) -> Table:
    """A table; the first cell of each row is its name. Text is escaped, whole numbers get commas.

    Each row on a phone is a small sheet, its cells named by the head.
    """
    heads = [Head(one) if isinstance(one, str) else one for one in head]
    names = [
        element(
            "th",
            one.name,
            element("span", one.sub, class_="sub") if one.sub else None,
            scope="col",
            class_=_class(one, kinds={"number": "num"}),
        )
        for one in heads
    ]
    table = element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", *names)),
        element("tbody", *(_cells(heads, row) for row in rows)),
        class_="table table-phone table-mid",
    )
    return Table(element("div", table, class_="table-wrap"))


def map_frame(legend: Html, picture: Html) -> Html:
    """A map with its legend above it."""
    return element("div", legend, picture, class_="map-frame")


def _styles() -> Html:
    folder = files("groundswell") / "static" / "groundswell"
    return Html("\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES))


def _figures(figures: Sequence[tuple[str, str, str]]) -> Html:
    boxes = [
        element(
            "div",
            element("dt", what),
            element("dd", figure, element("small", beside) if beside else None),
        )
        for what, figure, beside in figures
    ]
    return element("dl", *boxes, class_="figures")


def _row(section: Section | tuple[Section, Section]) -> Html:
    if isinstance(section, Section):
        return _panel(section)
    return element("div", *(_panel(one) for one in section), class_="cols cols-2 cols-even")


def _panel(section: Section) -> Html:
    pieces = [section.body] if isinstance(section.body, Html) else list(section.body)
    head = element(
        "div",
        element("h2", section.title),
        element("p", section.note) if section.note else None,
        class_="panel-head",
    )
    body = [
        piece if isinstance(piece, Table) else element("div", piece, class_="panel-body chart")
        for piece in pieces
    ]
    foot = element("p", section.foot, class_="panel-foot") if section.foot else None
    return element("section", head, *body, foot, class_="panel")


def _cells(heads: Sequence[Head], row: Sequence[Inside]) -> Html:
    cells = []
    for k, (head, value) in enumerate(zip(heads, row, strict=True)):
        text = f"{value:,}" if isinstance(value, int) and head.kind == "number" else value
        if k == 0:
            cells.append(element("th", text, scope="row"))
            continue
        cells.append(
            element(
                "td",
                "–" if value is None else text,
                class_=_class(head),
                data_label=head.name if head.on_phone else None,
            )
        )
    return element("tr", *cells)


CELLS = {"number": "num", "graphic": "graphic wide", "bar": "graphic graphic-s"}


def _class(head: Head, *, kinds: Mapping[str, str] = CELLS) -> str | None:
    kind = kinds.get(head.kind, "")
    return " ".join(part for part in (kind, "" if head.on_phone else "phone-hide") if part) or None


__all__ = ["Head", "Section", "Table", "html_table", "map_frame", "report_page"]
