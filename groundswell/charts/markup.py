"""Markup that can't be broken by what is in it: each text and attribute is escaped here."""

from collections.abc import Iterable, Mapping
from html import escape


class Html(str):
    """Markup that is safe to put on a page as it is; Django's templates don't escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to template engines that this is markup already."""
        return str(self)


class Svg(Html):
    """One drawing, or the same drawn twice, for wide and for narrow screens."""

    __slots__ = ()


Inside = str | float | None
"""What an element may hold: markup (`Html`) goes in as it is, any other text is escaped."""


def element(name: str, *inside: Inside, **attributes: str | float | None) -> Html:
    """One element. Attributes: `class_` is class, `data_code` data-code; None leaves one out."""
    content = "".join(as_html(part) for part in inside if part is not None)
    return Html(f"<{name}{_written(attributes)}>{content}</{name}>")


def shape(name: str, **attributes: str | float | None) -> Html:
    """An element of a drawing that holds nothing."""
    return Html(f"<{name}{_written(attributes)}/>")


def as_html(text: Inside) -> Html:
    """The text, escaped unless it is markup already."""
    if isinstance(text, Html):
        return text
    return Html(escape("" if text is None else str(text)))


def join(parts: Iterable[Html]) -> Html:
    """Pieces of markup, one after the other."""
    return Html("".join(parts))


def drawing(
    *inside: Html,
    label: str | None,
    width: float,
    height: float,
    class_: str | None = None,
) -> Svg:
    """An <svg>. label: the sentence a screen reader says; None if the words stand beside it."""
    box = f"0 0 {short(width)} {short(height)}"
    if label is None:
        return Svg(element("svg", *inside, class_=class_, viewBox=box, aria_hidden="true"))
    return Svg(element("svg", *inside, class_=class_, viewBox=box, role="img", aria_label=label))


def words(
    text: str, *, x: float, y: float, class_: str | None = None, anchor: str | None = None
) -> Html:
    """A line of text in a drawing. anchor: "mid" or "end"; otherwise it starts at x."""
    classes = " ".join(part for part in (f"t-{anchor}" if anchor else None, class_) if part)
    return element("text", text, class_=classes or None, x=x, y=y)


def line(d: str, class_: str) -> Html:
    """A path."""
    return shape("path", class_=class_, d=d)


def short(number: float) -> str:
    """A coordinate: a tenth of a pixel is enough."""
    text = f"{number:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def _written(attributes: Mapping[str, str | float | None]) -> str:
    return "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )


def _attribute(value: str | float | None) -> str:
    return short(value) if isinstance(value, float) else escape(str(value))
