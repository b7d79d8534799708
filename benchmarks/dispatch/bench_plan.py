"""How long a plan takes on the site, by step: read, prepare, place, compare, store.

    python benchmarks/dispatch/bench_plan.py [--size national] [--repeats 5] [--home FOLDER]

Fills a demo in a folder of its own (or uses the one given) and makes plans in this process, as the
worker does. Prints medians; compiling was done at set-up.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="national", choices=("small", "national"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.home or Path(scratch) / "demo"
        subprocess.run(
            [sys.executable, "-m", "groundswell.cli", "demo", "--fill-only",
             "--size", asked.size, "--home", home],
            check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.environ |= {"GROUNDSWELL_HOME": str(home), "GROUNDSWELL_DEMO": "true"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.django")
        measure(asked.repeats)


def measure(repeats: int) -> None:
    import django

    django.setup()
    from groundswell.apps.accounts.models import Organisation
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.dispatch.actions import start_plan
    from groundswell.apps.dispatch.tasks import run_plan

    organisation = Organisation.objects.get()
    taken = []
    with scope(organisation.pk):
        for _ in range(repeats):
            plan = start_plan(by=None, organisation=organisation)
            run_plan.call(str(plan.job_id))
            plan.refresh_from_db()
            taken.append(plan.summary["seconds"])
    for step in taken[0]:
        print(f"{step:<10} {statistics.median(one[step] for one in taken):7.3f} s")
    print(f"{'whole':<10} {statistics.median(sum(one.values()) for one in taken):7.3f} s")


if __name__ == "__main__":
    main()
