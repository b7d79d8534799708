"""How long a forecast takes and how much memory it holds, beside the first sketch of the model.

    python benchmarks/forecasting/bench_forecast.py [--repeats 5] [--draws 20000] [--sketch FILE]

Cases, each in a process of its own, so that peaks do not mix:

- engine, one side / all sides: 650 seats × 7 parties, margins of one party or of all seven.
- command: `groundswell forecast` on the results that come with Groundswell (650 seats, 18 parties),
  from starting Python to the last file written.
- sketch, one side: `simulate` and `summarise` of the sketch (../shared/spikes/science/uk_seats.py
  unless --sketch says otherwise), which is plain NumPy on one thread; left out if it is absent.

Prints a table of medians in Markdown.
"""

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types
from pathlib import Path

import numpy as np

from groundswell.engines.forecasting import Contests, ErrorScales, forecast_seats

ROOT = Path(__file__).resolve().parents[2]
SKETCH = ROOT.parent / "shared/spikes/science/uk_seats.py"
PARTIES = ("CON", "LAB", "LD", "SNP", "UKIP", "GRN", "OTH")
# Sizes of the errors in the sketch's backtests: national in the last week, regional, seat.
NATIONAL = np.array([0.023, 0.028, 0.020, 0.010, 0.015, 0.008, 0.005])
REGIONAL = np.array([0.018, 0.023, 0.017, 0.020, 0.015, 0.008, 0.008])
SEAT = np.array([0.035, 0.037, 0.040, 0.035, 0.030, 0.015, 0.015])
N_SEATS, N_REGIONS = 650, 12


def shares() -> np.ndarray:
    """(650, 7) made-up shares of about the size of British ones."""
    return np.random.default_rng(0).dirichlet([4, 4, 1, 0.7, 1.5, 0.5, 0.3], N_SEATS)


def regions() -> np.ndarray:
    """(650,) region of each seat."""
    return np.random.default_rng(1).integers(0, N_REGIONS, N_SEATS)


def engine(draws: int, sides: list[str] | None) -> float:
    """Seconds of one forecast."""
    contests = Contests(
        seats=tuple(f"seat {number}" for number in range(N_SEATS)),
        parties=PARTIES,
        shares=shares(),
        valid_votes=np.full(N_SEATS, 45_000.0),
        region=regions(),
        regions=tuple(f"region {number}" for number in range(N_REGIONS)),
        nation=np.zeros(N_SEATS, dtype=np.int64),
        nations=("all",),
    )
    start = time.perf_counter()
    forecast_seats(
        contests,
        change=np.zeros((N_SEATS, len(PARTIES))),
        scales=ErrorScales(national=NATIONAL, regional=REGIONAL, seat=SEAT, main=(0, 1)),
        draws=draws,
        rng=np.random.default_rng(1),
        sides=sides,
    )
    return time.perf_counter() - start


def sketch(draws: int, path: Path) -> float:
    """Seconds of the sketch's simulation and summary."""
    # The sketch reads its data with pandas, which neither of the two functions needs.
    sys.modules.setdefault("pandas", types.ModuleType("pandas"))
    spec = importlib.util.spec_from_file_location("sketch", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    start = time.perf_counter()
    drawn = module.simulate(
        shares(), regions(), None, np.zeros(len(PARTIES)), NATIONAL, REGIONAL, SEAT, n=draws
    )
    module.summarise(drawn, N_SEATS, len(PARTIES))
    return time.perf_counter() - start


def command(draws: int, folder: Path) -> list[str]:
    """The command to time as a whole."""
    return [
        sys.executable, "-m", "groundswell.cli", "forecast", str(ROOT / "data/uk_results.csv.gz"),
        "--base", "2015-05-07", "--side", "LAB",
        "--national", str(ROOT / "data/uk_national_2017.csv"),
        "--draws", str(draws), "--json", "--out", str(folder),
    ]  # fmt: skip


def measure(case: str, draws: int, path: Path) -> dict[str, float]:
    """Seconds and megabytes of one run of one case, in a process of its own."""
    if case == "command":
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            done = subprocess.run(
                command(draws, Path(folder)), capture_output=True, text=True, check=True, cwd=ROOT
            )
            seconds = time.perf_counter() - start
        return {"seconds": seconds, "peak_mb": json.loads(done.stdout)["peak_mb"]}
    arguments = [sys.executable, __file__, "--case", case, "--draws", str(draws)]
    done = subprocess.run(
        [*arguments, "--sketch", str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(done.stdout)


def run_case(case: str, draws: int, path: Path) -> None:
    """Run one case in this process and print its figures."""
    seconds = {
        "engine, one side": lambda: engine(draws, ["LAB"]),
        "engine, all sides": lambda: engine(draws, None),
        "sketch, one side": lambda: sketch(draws, path),
    }[case]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--draws", type=int, default=20_000)
    parser.add_argument("--sketch", type=Path, default=SKETCH)
    parser.add_argument("--case")
    chosen = parser.parse_args()
    if chosen.case:
        run_case(chosen.case, chosen.draws, chosen.sketch)
        return
    cases = ["engine, one side", "engine, all sides", "command"]
    if chosen.sketch.is_file():
        cases.append("sketch, one side")
    print(f"{os.cpu_count()} cores, {chosen.draws:,} draws, median of {chosen.repeats}\n")
    print("| case | seconds | fastest–slowest | peak MB |\n| --- | --- | --- | --- |")
    for case in cases:
        runs = [measure(case, chosen.draws, chosen.sketch) for _ in range(chosen.repeats)]
        seconds = [one["seconds"] for one in runs]
        peak = statistics.median(one["peak_mb"] for one in runs)
        print(
            f"| {case} | {statistics.median(seconds):.2f} | "
            f"{min(seconds):.2f}–{max(seconds):.2f} | {peak:.0f} |"
        )


if __name__ == "__main__":
    main()
