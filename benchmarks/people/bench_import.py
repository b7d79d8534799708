"""How long a list of a million people takes to come in, beside PostgreSQL's own COPY of the file.

    python benchmarks/people/bench_import.py [--rows 1000000] [--database pg] [--kind roll]
        [--repeats 1] [--fast]

The whole honest path, through the actions that pages call: the file stored and read through, its
columns set, checked (cleaned, matched, judged), agreed to by a second person, written with its
indexes, in the data folder of a site whose database role stands behind row-level security. Then
the same file once more, of which nothing is new. Raw COPY loads the same file into a table of text
without an index, in the same run. Prints medians over the repeats, each on an empty database, and
the most memory this process held; PostgreSQL's own is beside it.

    roll   as a council gives it: numbers, names, six lines of address; neither e-mail nor telephone
    list   as a campaign keeps it: numbers, names, e-mail, telephone, address
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

SEED = 5
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]
STREET_ENDS = ("Street", "Road", "Lane", "Close", "Avenue")
RAW_REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("pg", "sqlite"), default="pg")
    parser.add_argument("--kind", choices=("roll", "list"), default="roll")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--fast", action="store_true", help="PostgreSQL with fsync off")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{asked.kind}.csv"
        # In a process of its own, whose memory isn't ours.
        making = get_context("spawn").Process(
            target=write_list, args=(file, asked.kind, asked.rows)
        )
        making.start()
        making.join()
        print(f"{asked.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB, {asked.kind}")
        with ExitStack() as stack:
            os.environ["GROUNDSWELL_HOME"] = folder
            os.environ["DJANGO_SETTINGS_MODULE"] = "groundswell.config.django"
            raw = raw_copy(file, stack, fast=asked.fast) if asked.database == "pg" else None
            import django

            django.setup()
            report(asked, file, raw)


def report(asked: argparse.Namespace, file: Path, raw: float | None) -> None:
    from groundswell.cli.output import peak_mb

    runs = [one_run(file, asked.kind) for _ in range(asked.repeats)]
    for name in runs[0]:
        took = statistics.median(run[name] for run in runs)
        rate = f"{asked.rows / took:>11,.0f} rows/s"
        ratio = f"{took / raw:6.1f}x raw COPY" if raw else ""
        print(f"{name:<34} {took:7.2f} s {rate} {ratio}")
    first = statistics.median(run["first: whole"] for run in runs)
    again = statistics.median(run["again: whole"] for run in runs)
    print(f"again / first {again / first:.2f}, peak memory {peak_mb():,.0f} MB")


def write_list(file: Path, kind: str, n: int) -> None:
    made_up_list(kind, n).write_csv(file)


def made_up_list(kind: str, n: int) -> pl.DataFrame:
    """n rows of people who live 2.2 to a home. All are made up."""
    from groundswell.apps.people.demo_people import FIRST_NAMES, LAST_NAMES

    rng = np.random.default_rng(SEED)
    first = pl.Series(np.array(FIRST_NAMES)[rng.integers(len(FIRST_NAMES), size=n)])
    middle = pl.Series(np.array(FIRST_NAMES)[rng.integers(len(FIRST_NAMES), size=n)])
    last = pl.Series(np.array(LAST_NAMES)[rng.integers(len(LAST_NAMES), size=n)])
    n_homes = max(1, int(n / 2.2))
    home = rng.integers(n_homes, size=n)
    streets = np.array([f"{name} {end}" for name in LAST_NAMES for end in STREET_ENDS])
    street = pl.Series(streets[rng.integers(streets.size, size=n_homes)[home]])
    house = pl.Series(rng.integers(1, 200, size=n_homes)[home]).cast(pl.String)
    code = rng.integers(20_000, size=n_homes)[home]
    postcode = (
        "SA" + pl.Series(code // 400 + 1).cast(pl.String) + " "
        + pl.Series(code % 10).cast(pl.String) + pl.Series(np.array(list("ABDEFGHJ"))[code % 8])
        + "B"
    )  # fmt: skip
    number = pl.int_range(n, eager=True)
    town = "Town " + pl.Series(code % 400).cast(pl.String)
    if kind == "roll":
        return pl.DataFrame(
            {
                "Elector Number Prefix": "A" + (number // 4000).cast(pl.String),
                "Elector Number": (number % 4000 + 1).cast(pl.String),
                "Elector Number Suffix": pl.repeat("0", n, eager=True),
                "Elector Markers": pl.repeat("", n, eager=True),
                "Elector DOB": pl.repeat("", n, eager=True),
                "Elector Surname": last,
                "Elector Forename": first + " " + middle,
                "PostCode": postcode,
                "Address1": house + " " + street,
                "Address2": pl.repeat("Little Harbour", n, eager=True),
                "Address3": town,
                "Address4": pl.repeat("", n, eager=True),
                "Address5": pl.repeat("", n, eager=True),
                "Address6": pl.repeat("", n, eager=True),
            }
        )
    return pl.DataFrame(
        {
            "ID": number.cast(pl.String),
            "First name": first,
            "Last name": last,
            "Email": first + "." + number.cast(pl.String) + "@example.org",
            "Mobile": "07700 " + pl.Series(rng.integers(100_000, 999_999, size=n)).cast(pl.String),
            "Address": house + " " + street,
            "Town": town,
            "Postcode": postcode,
        }
    )


def raw_copy(file: Path, stack: ExitStack, *, fast: bool) -> float:
    """Start a server for the site too; the seconds its COPY needs for the file, by the median."""
    import psycopg

    from tests import postgres

    settings = ("fsync=off", "full_page_writes=off") if fast else ()
    owner = stack.enter_context(
        postgres.server(*settings, "shared_buffers=512MB", "max_wal_size=4GB")
    )
    os.environ["GROUNDSWELL_DATABASE_OWNER_URL"] = owner
    os.environ["GROUNDSWELL_DATABASE_URL"] = postgres.application_address(owner)
    with file.open("rb") as opened:
        names = opened.readline().decode().strip().split(",")
    took = []
    with psycopg.connect(owner, autocommit=True) as server:
        for _ in range(RAW_REPEATS):
            columns = ", ".join(f'"{name}" text' for name in names)
            server.execute(f"DROP TABLE IF EXISTS raw; CREATE TABLE raw ({columns})")
            began = time.perf_counter()
            with (
                server.cursor().copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy,
                file.open("rb") as opened,
            ):
                while block := opened.read(1 << 20):
                    copy.write(block)
            took.append(time.perf_counter() - began)
        server.execute("DROP TABLE raw")
    raw = statistics.median(took)
    print(f"{'raw COPY, no index':<34} {raw:7.2f} s")
    return raw


def one_run(file: Path, kind: str) -> dict[str, float]:
    """Import the file into an empty database, then import it again; seconds for each step."""
    from django.core.management import call_command

    from groundswell.apps.accounts.scope import scope
    from tests.postgres import become_application, become_owner

    become_owner()
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("flush", verbosity=0, interactive=False)
    become_application()
    organisation, people = set_up()
    with scope(organisation.pk):
        took = {f"first: {name}": t for name, t in timed(organisation, people, file, kind)}
        took["first: whole"] = sum(took.values())
        again = {f"again: {name}": t for name, t in timed(organisation, people, file, kind)}
        again["again: whole"] = sum(again.values())
    return took | again


def set_up() -> tuple[Any, list[Any]]:
    from tests.apps.people.lists import decide
    from tests.factories import accounts

    organisation = accounts.organisation()
    decide(organisation)
    return organisation, [accounts.member(of=organisation) for _ in range(2)]


def timed(organisation: Any, people: list[Any], file: Path, kind: str) -> list[tuple[str, float]]:
    from groundswell.apps.people.actions import imports as actions
    from groundswell.apps.people.tasks import imports as tasks
    from groundswell.exchange.people.files import FROM_THE_SHELL

    asker, second = people
    steps: list[tuple[str, float]] = []

    def step(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        answer = work()
        steps.append((name, time.perf_counter() - began))
        return answer

    def start() -> Any:
        with file.open("rb") as opened:
            of = actions.start_import(
                by=asker, organisation=organisation, file=opened, file_name=file.name,
                n_bytes=file.stat().st_size, limits=FROM_THE_SHELL,
            )  # fmt: skip
        return actions.set_columns(
            by=asker, of=of, columns=of.columns, format=of.format, area=None,
            where_from="a benchmark", data_set="roll" if kind == "roll" else "supporters",
            keep_until=None,
        )  # fmt: skip

    of = step("stored and read through", start)
    step("checked", lambda: tasks.run_check.call(str(of.job_id)))
    actions.ask_to_apply(by=asker, of=of)
    of = actions.approve(by=second, of=of)
    step("written", lambda: tasks.run_apply.call(str(of.job_id)))
    of.refresh_from_db()
    print({kind: n for kind, n in of.receipt.items() if n}, of.failure)
    return steps


if __name__ == "__main__":
    main()
