"""How long a search among a million made-up people takes, by kind, beside a plain LIKE scan.

    python benchmarks/people/bench_search.py [--people 1000000] [--repeats 40] [--pg]

On SQLite in a folder of its own, or with --pg on a PostgreSQL that is started for it and where the
site's role stands behind row-level security. Each line is one kind of search, asked for different
names, streets and numbers of people who exist: `page_of`, as a page calls it, all rows fetched.
The peer is `LIKE '%…%'` over names, addresses, e-mail and telephone, first fifty by name.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

SEED = 3
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--pg", action="store_true")
    parser.add_argument("--keep", type=Path, help="keep the SQLite file here, or use it again")
    parser.add_argument("--only", default="", help="only kinds whose name holds this")
    asked = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    with ExitStack() as stack:
        home = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {"GROUNDSWELL_HOME": str(home)}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.django")
        if asked.pg:
            stack.enter_context(postgres_under_policies())
        import django

        django.setup()
        organisation = fill(asked.people)
        if asked.pg:
            from tests.postgres import become_application

            become_application()
        measure(organisation, asked.repeats, asked.only)


@contextmanager
def postgres_under_policies() -> Iterator[None]:
    from tests import postgres

    with postgres.server() as owner:
        os.environ["GROUNDSWELL_DATABASE_URL"] = postgres.application_address(owner)
        os.environ["GROUNDSWELL_DATABASE_OWNER_URL"] = owner
        yield


def fill(n: int) -> Any:
    """The organisation and its people; made if the database holds none."""
    from django.core.management import call_command
    from django.db import connection

    from groundswell.apps.accounts.models import Organisation
    from tests.postgres import become_owner

    become_owner()
    call_command("migrate", verbosity=0, skip_checks=True)
    organisation = Organisation.objects.first()
    if organisation is None:
        organisation = Organisation.objects.create(name="Made up", slug="made-up")
        began = time.perf_counter()
        add_people(organisation, n)
        print(f"{n:,} people stored in {time.perf_counter() - began:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return organisation


def add_people(organisation: Any, n: int) -> None:
    import polars as pl
    from django.utils import timezone
    from made_up_people import made_up_people

    from groundswell.apps.accounts.ordered_ids import ordered_ids
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.people.many_rows import insert_frame
    from groundswell.apps.people.models import Person, Tag, Tagging
    from groundswell.apps.places.models import AreaNode

    rng = np.random.default_rng(SEED)
    with scope(organisation.pk):
        nodes, wards = [], []
        for r in range(12):
            region = AreaNode(
                organisation=organisation, name=f"Region {r}", code=f"r{r}", path=f"/r{r}/"
            )
            nodes.append(region)
            for s in range(54):
                seat = AreaNode(
                    organisation=organisation,
                    parent=region,
                    name=f"Seat {r}.{s}",
                    code=f"s{s}",
                    path=f"/r{r}/s{s}/",
                )
                nodes.append(seat)
                for w in range(10):
                    ward = AreaNode(
                        organisation=organisation,
                        parent=seat,
                        name=f"Ward {r}.{s}.{w}",
                        code=f"w{w}",
                        path=f"/r{r}/s{s}/w{w}/",
                    )
                    nodes.append(ward)
                    wards.append(ward.pk.hex)
        AreaNode.objects.bulk_create(nodes, batch_size=500)
        people = made_up_people(n, wards, rng)
        ids = ordered_ids(n)
        now = timezone.now()
        insert_frame(
            Person,
            people.with_columns(
                id=pl.Series(ids),
                organisation=pl.lit(organisation.pk.hex),
                created_at=pl.lit(now),
                changed_at=pl.lit(now),
            ),
        )
        for name, share in (("driver", 0.02), ("rare", 0.0002)):
            tag = Tag.objects.create(organisation=organisation, kind="tag", name=name)
            have = rng.random(n) < share
            insert_frame(
                Tagging,
                pl.DataFrame(
                    {"person": [i for i, has in zip(ids, have, strict=True) if has]}
                ).with_columns(
                    tag=pl.lit(tag.pk.hex),
                    organisation=pl.lit(organisation.pk.hex),
                    id=pl.Series(ordered_ids(int(have.sum()))),
                ),
            )


def measure(organisation: Any, repeats: int, only: str) -> None:
    from django.db import connection

    from groundswell.apps.accounts.scope import scope

    print(f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}")
    head = ("kind", "p50 ms", "p95 ms", "slowest", "cpu p50", "cpu p95")
    print(f"{head[0]:<40}" + "".join(f"{name:>9}" for name in head[1:]) + "   found (median)")
    rng = np.random.default_rng(SEED + 1)
    with scope(organisation.pk):
        busy = processor_time()
        for kind, ask in kinds(rng, repeats):
            if only not in kind:
                continue
            took, used, n_found = [], [], []
            ask(-1)  # warm
            for k in range(repeats):
                began, before = time.perf_counter(), busy()
                n_found.append(ask(k))
                took.append((time.perf_counter() - began) * 1000)
                used.append((busy() - before) * 1000)
            figures = (*spread(took), max(took), *spread(used))
            print(
                f"{kind:<40}" + "".join(f"{figure:>9.1f}" for figure in figures)
                + f"   {statistics.median(n_found):.0f}",
                flush=True,
            )  # fmt: skip


def spread(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), float(np.percentile(values, 95))


def processor_time() -> Callable[[], float]:
    """Seconds of processor used by us and the database: what a machine with nothing else to do
    would take, the waiting for a disk apart.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(backend.read_text().split()[0]) / 1e9


def kinds(rng: np.random.Generator, repeats: int) -> Iterator[tuple[str, Callable[[int], int]]]:
    from groundswell.apps.accounts.reach import Reach
    from groundswell.apps.people.models import Person
    from groundswell.apps.people.queries.search import Filters, page_of

    n = Person.objects.count()
    ids = list(Person.objects.order_by("pk").values_list("pk", flat=True)[: n : max(n // 400, 1)])
    some = list(Person.objects.filter(pk__in=ids).select_related("area"))
    rng.shuffle(some)
    whole = Reach(whole=True)

    def of(said: Callable[[Any], dict[str, Any]], is_of_region: bool) -> Callable[[int], int]:
        def ask(k: int) -> int:
            reach = Reach(areas=frozenset([region(some[k])])) if is_of_region else whole
            page = page_of(reach, Filters(**said(some[k])))
            return page.count.n if page.count else len(page.people)

        return ask

    for name, said in searches(rng):
        yield name, of(said, name.endswith("reader of a region"))
    yield "next page of one letter", later(whole, some, page_of, Filters)
    yield "peer: LIKE '%…%' over five columns", peer(some)


def seat(person: Any) -> str:
    return str(person.area.path).rsplit("/", 2)[0] + "/"


def region(person: Any) -> str:
    return "/" + str(person.area.path).split("/")[1] + "/"


def street(person: Any) -> str:
    return str(person.address).split(" ", 1)[1]


def searches(rng: np.random.Generator) -> list[tuple[str, Callable[[Any], dict[str, Any]]]]:
    """Kinds of search, and how each is asked for somebody who exists."""
    from groundswell.apps.people.models import Tag

    tags = {tag.name: str(tag.pk) for tag in Tag.objects.all()}

    def typo(p: Any) -> str:
        name, at = p.last_name.lower(), int(rng.integers(1, max(len(p.last_name) - 1, 2)))
        way = int(rng.integers(3))
        if way == 0 and name[at - 1] != name[at : at + 1]:
            return str(name[: at - 1] + name[at : at + 1] + name[at - 1] + name[at + 1 :])
        return str(name[:at] + name[at + 1 :] if way == 1 else name[:at] + "q" + name[at + 1 :])

    return [
        ("name prefix (3 letters) + seat", lambda p: {"text": p.last_name[:3], "area": seat(p)}),
        ("name prefix (3) + region", lambda p: {"text": p.last_name[:3], "area": region(p)}),
        ("name prefix (3), reader of a region", lambda p: {"text": p.last_name[:3]}),
        ("one letter, reader of a region", lambda p: {"text": p.last_name[:1]}),
        ("name prefix (3 letters)", lambda p: {"text": p.last_name[:3]}),
        ("one letter", lambda p: {"text": p.last_name[:1]}),
        ("first name only", lambda p: {"text": p.first_name}),
        ("first name + last prefix", lambda p: {"text": f"{p.first_name} {p.last_name[:3]}"}),
        ("last name + first name", lambda p: {"text": f"{p.last_name} {p.first_name}"}),
        ("street", lambda p: {"text": street(p)}),
        ("street + half a postcode", lambda p: {"text": f"{street(p)} {p.postcode.split()[0]}"}),
        ("house and street", lambda p: {"text": p.address}),
        ("house and street, reader of a region", lambda p: {"text": p.address}),
        ("postcode", lambda p: {"text": p.postcode}),
        ("half a postcode", lambda p: {"text": p.postcode.split()[0]}),
        ("phone", lambda p: {"text": "0" + (p.phone or "+447700000000")[3:]}),
        ("e-mail", lambda p: {"text": p.email or "nobody@example.org"}),
        ("mistyped last name", lambda p: {"text": typo(p)}),
        ("mistyped last name, reader of a region", lambda p: {"text": typo(p)}),
        ("mistyped, first and last", lambda p: {"text": f"{p.first_name} {typo(p)}"}),
        ("everybody", lambda p: {}),
        ("everybody in a seat", lambda p: {"area": seat(p)}),
        ("everybody, reader of a region", lambda p: {}),
        ("tag of 1 in 50 + seat", lambda p: {"tags": (tags["driver"],), "area": seat(p)}),
        ("tag of 1 in 50", lambda p: {"tags": (tags["driver"],)}),
        ("tag of 1 in 5,000", lambda p: {"tags": (tags["rare"],)}),
        ("minors", lambda p: {"minor": "yes"}),
        ("stopped, by name", lambda p: {"stopped": "yes", "text": p.last_name[:3]}),
    ]


def peer(some: list[Any]) -> Callable[[int], int]:
    """What most software does: LIKE over all that could be meant."""
    from django.db.models import Q

    from groundswell.apps.people.models import Person

    def ask(k: int) -> int:
        either = Q()
        for field in ("first_name", "last_name", "address", "email", "phone"):
            either |= Q(**{f"{field}__icontains": some[k].last_name[:3]})
        return len(Person.objects.filter(either).order_by("last_name", "first_name")[:50])

    return ask


def later(reach: Any, some: list[Any], page_of: Any, Filters: Any) -> Callable[[int], int]:
    def ask(k: int) -> int:
        filters = Filters(text=some[k].last_name[:1])
        return len(page_of(reach, filters, after=str(some[k].pk)).people)

    return ask


if __name__ == "__main__":
    main()
