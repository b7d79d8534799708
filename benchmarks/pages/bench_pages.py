"""How long the server takes for each page of the demo, and how many queries it asks.

    python benchmarks/pages/bench_pages.py [--size national] [--repeats 20] [--home FOLDER]

Fills a demo in a folder of its own (or uses the one given), then asks each page through the whole
stack of middleware, without a network. Prints the median and the slowest of the repeats.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="national", choices=("small", "national"))
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.home or Path(scratch) / "demo"
        subprocess.run(
            [sys.executable, "-m", "groundswell.cli", "demo", "--fill-only", "--port", "0",
             "--size", asked.size, "--home", home],
            check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.environ |= {"GROUNDSWELL_HOME": str(home), "GROUNDSWELL_DEMO": "true"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.django")
        measure(asked.repeats)


def measure(repeats: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from groundswell.apps.accounts.models import User

    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    client.force_login(User.objects.get(email="maya@example.org"))
    print(f"{'page':<44} {'median ms':>9} {'slowest':>8} {'queries':>8} {'packed kB':>10}")
    for path in paths():
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            packed = len(client.get(path).content) / 1000
            n_queries = len(asked)  # the log is emptied when the block ends
        took = [seconds(client, path) * 1000 for _ in range(repeats)]
        print(
            f"{path[:44]:<44} {statistics.median(took):>9.0f} {max(took):>8.0f} "
            f"{n_queries:>8} {packed:>10.1f}"
        )


def seconds(client: object, path: str) -> float:
    began = time.perf_counter()
    client.get(path)  # type: ignore[attr-defined]
    return time.perf_counter() - began


def paths() -> Iterator[str]:
    from groundswell.apps.accounts.models import Organisation
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.dispatch.models import Plan

    with scope(Organisation.objects.get().pk):
        plan = Plan.objects.filter(made_at__isnull=False).first()
    yield from ("/forecast/", "/forecast/?by=winner", "/forecast/map.json", "/targets/")
    yield from ("/seats/W07000046/", "/plans/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/map.json")
    yield from (
        f"/plans/{plan.pk}/?all=1",
        "/plans/new/",
        f"/plans/compare/?a={plan.pk}&b={plan.pk}",
    )
    yield from (
        "/where/harbour-lights/?postcode=CH1",
        "/where/harbour-lights/map.json?postcode=CH1",
    )


if __name__ == "__main__":
    main()
