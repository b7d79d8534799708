"""What the database's own wall costs: a statement, a transaction and a page, with it and without.

    python benchmarks/access/bench_walls.py [--people 100000] [--repeats 400]

Starts a PostgreSQL of its own. "Without" is the same code as the owner of the tables, whom no
policy holds, and with no scope sent along. Turns alternate, so that both meet the same machine.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=400)
    asked = parser.parse_args()
    from tests import postgres

    with tempfile.TemporaryDirectory() as home, postgres.server() as owner:
        os.environ |= {
            "GROUNDSWELL_HOME": home,
            "GROUNDSWELL_DATABASE_URL": postgres.application_address(owner),
            "GROUNDSWELL_DATABASE_OWNER_URL": owner,
            "DJANGO_SETTINGS_MODULE": "groundswell.config.django",
        }
        measure(asked.people, asked.repeats)


def measure(n_people: int, repeats: int) -> None:
    from groundswell.cli import site

    site.set_up()
    site.migrate()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from django.db import connection

    acts = dict(prepared(n_people))
    switch = Switch(connection)
    took: dict[tuple[str, bool], list[float]] = {}
    for name, act in acts.items():
        for _ in range(max(repeats // (10 if name == "a page" else 1), 5)):
            for walled in (True, False):
                switch(walled)
                took.setdefault((name, walled), []).append(seconds(act))
    switch(True)
    print(f"{'':<44} {'with':>9} {'without':>9} {'ratio':>6}")
    for name in acts:
        with_it, without = (1000 * statistics.median(took[name, w]) for w in (True, False))
        print(f"{name:<44} {with_it:>6.3f} ms {without:>6.3f} ms {with_it / without:>6.2f}")


def prepared(n_people: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Two organisations with people each, and what is done with those of one."""
    import numpy as np
    from django.db import connection, transaction
    from django.test import Client

    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.elections import actions as elections
    from groundswell.apps.elections.models import Party
    from groundswell.apps.people import actions as people
    from groundswell.apps.people.demo_people import made_up_volunteers
    from groundswell.apps.people.models import Person
    from groundswell.exchange import open_data
    from tests.factories import accounts

    elections.load_open_data()
    rows = made_up_volunteers(n_people, open_data.uk_postcode_districts(), np.random.default_rng(1))
    from django.utils import timezone

    for _ in range(2):
        harbour = accounts.organisation()
        with scope(harbour.pk):
            people.add_volunteers(organisation=harbour, rows=rows, opened_at=timezone.now())
            elections.choose_side(
                by=None, organisation=harbour, party=Party.objects.get(code="LAB")
            )
            name = Person.objects.values_list("name_key", flat=True)[n_people // 2]
            organiser = accounts.member(of=harbour)
    client = Client()
    client.force_login(organiser)

    def counted() -> int:
        with scope(harbour.pk):
            return Person.objects.filter(name_key=name).count()

    def in_a_transaction() -> None:
        with transaction.atomic():
            counted()

    def in_a_longer_transaction() -> None:
        with transaction.atomic():
            for _ in range(20):
                counted()

    def every_row() -> int:
        with scope(harbour.pk):
            return Person.objects.filter(is_minor=False).count()

    def page() -> None:
        assert client.get("/forecast/").status_code == 200

    assert connection.vendor == "postgresql"
    yield "one statement by an index, by itself", counted
    yield "a transaction of one statement", in_a_transaction
    yield "a transaction of twenty statements", in_a_longer_transaction
    yield f"a count over {n_people:,} rows", every_row
    yield "a page", page


class Switch:
    """Two open connections, of the site's role and of the owner's; one of them is in use."""

    def __init__(self, connection: Any) -> None:
        self.of = connection
        connection.ensure_connection()
        self.wrappers = list(connection.execute_wrappers)
        site, own = connection.connection, dict(connection.settings_dict)
        connection.connection = None
        connection.settings_dict.update({"USER": "postgres", "PASSWORD": ""})
        connection.connect()
        connection.settings_dict.update(own)
        self.lines = {True: site, False: connection.connection}

    def __call__(self, walled: bool) -> None:
        self.of.connection = self.lines[walled]
        self.of.execute_wrappers[:] = self.wrappers if walled else []


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
