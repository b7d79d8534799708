"""A small organisation with a tree of areas, and people whom one can look for."""

from typing import Any

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries.search import Filters, page_of
from groundswell.apps.places.models import AreaNode
from tests.factories.people import person

WHOLE = Reach(whole=True)
IN_WALES = Reach(areas=frozenset({"/wales/"}))


def tree(of: Organisation) -> dict[str, AreaNode]:
    """Wales with Gower in it, London with Ealing in it."""
    nodes: dict[str, AreaNode] = {}
    for code, parent in (("wales", ""), ("gower", "wales"), ("london", ""), ("ealing", "london")):
        above = nodes.get(parent)
        path = f"{above.path if above else '/'}{code}/"
        nodes[code] = AreaNode(
            organisation=of, name=code.title(), code=code, path=path, parent=above
        )
        nodes[code].save(force_insert=True)
    return nodes


def people_of(of: Organisation) -> dict[str, Person]:
    """By short names; the same names, streets and details live in Wales and in London."""
    area = tree(of)

    def one(first: str, last: str, where: str, **fields: Any) -> Person:
        return person(of=of, first_name=first, last_name=last, area=area[where], **fields)

    mill = {"address": "12 Mill Lane", "town": "Penclawdd", "postcode": "SA4 3AB"}
    high = {"address": "7 High Street", "town": "Swansea", "postcode": "SA1 1AA"}
    return {
        "john": one(
            "John", "Smith", "gower", email="john@example.org", phone="+447700900123", **mill
        ),
        "zoe": one("Zoë", "D'Arcy", "gower", email="", phone="", **mill),
        "anna": one("Anna", "van der Berg", "gower", email="anna@example.org", **high),
        "flat": one("Owain", "Rees", "gower", address="Flat 3, 12 Mill Lane", postcode="SA4 3AB"),
        "london": one(
            "John", "Smith", "ealing", email="john@example.net", phone="+447700900124",
            address="12 Mill Lane", town="Ealing", postcode="W5 2AB",
        ),
        "smithson": one("Mary Ann", "Smithson", "ealing", address="1 High St", postcode="W5 1AA"),
        "nowhere": person(of=of, first_name="Ines", last_name="Nowak", email="ines@example.org"),
    }  # fmt: skip


def names(reach: Reach, **said: Any) -> list[str]:
    """Who is on the first page, as "Last, First"."""
    page = page_of(reach, Filters(**said))
    return [f"{one.last_name}, {one.first_name}" for one in page.people]
