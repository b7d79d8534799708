"""How long a dispatch plan takes and how good it is, beside OR-Tools' min-cost flow.

    python benchmarks/dispatch/bench_dispatch.py [--repeats 7] [--cases a,b,c] [--gap 1e-4]

Cases are people × seats × slots: a 5,000 × 30 × 1, b 100,000 × 100 × 3, c 1,000,000 × 650 × 6; on a
made-up country and on real postcode districts (../shared/data, left out if absent). "own points"
is b with a point of its own for everybody, "thin" is
100,000 × 650 × 6: few people to a shift.

Both are given the same counts of people (`aggregate`), and are run in turns in one process; the
peer's seats are cut into 32 straight pieces. Times are medians of wall time; compiling is left out
(it is done before). Values are those of the plan of whole people by the true curves; `bound` is the
one proven by prices, so `gap` is certified. Memory is the whole process's, one process for each.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from flow_peer import min_cost_flow_plan
from instances import campaign

from groundswell.engines.dispatch import (
    baselines,
    build_network,
    solve_network,
    warm,
    write_plan,
)

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SIZES: dict[str, dict[str, Any]] = {
    "a": {"people": 5_000, "seats": 30, "slots": 1},
    "b": {"people": 100_000, "seats": 100, "slots": 3},
    "b2": {"people": 100_000, "seats": 100, "slots": 3, "seed": 2},
    "c": {"people": 1_000_000, "seats": 650, "slots": 6, "free": 0.15},
    "own points": {"people": 100_000, "seats": 100, "slots": 3, "own_coordinates": True},
    "thin": {"people": 100_000, "seats": 650, "slots": 6, "free": 0.15},
}
SLOW = 3.0  # seconds; the peer is run once if it takes longer


def measure(case: str, *, real: bool, repeats: int, gap: float, only: str) -> dict[str, Any]:
    """Run one case in this process. only: "ours", "peer", or "" for both in turns."""
    problem = campaign(**SIZES[case], data=DATA if real else None)
    warm()
    start = perf_counter()
    network = build_network(problem)
    found: dict[str, Any] = {"aggregate": perf_counter() - start}
    ours, peers = [], []
    for turn in range(repeats + 1):
        if only != "peer":
            start = perf_counter()
            solution = solve_network(problem, network, gap=gap)
            ours.append(perf_counter() - start)
        if only != "ours" and (turn == 0 or not peers or peers[0].solve < SLOW):
            peers.append(min_cost_flow_plan(problem, network))
    if ours:
        plan = write_plan(problem, network, solution)
        found |= {
            "solve": statistics.median(ours[1:]),
            "objective": plan.objective,
            "bound": plan.upper_bound,
            "gap": plan.gap,
            "rounds": plan.rounds,
            "people_shifts": int(network.size.sum()),
            "nodes": len(network.size),
            "nearest": baselines(problem, network)["nearest"].objective,
        }
    if peers:
        kept = peers[1:] or peers
        found |= {
            "peer_build": statistics.median(one.build for one in kept),
            "peer_solve": statistics.median(one.solve for one in kept),
            "peer_objective": peers[0].objective,
            "arcs": peers[0].arcs,
        }
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return found


def apart(case: str, *, real: bool, repeats: int, gap: float, only: str) -> dict[str, Any]:
    """The same in a process of its own, so that its peak is its own."""
    command = [sys.executable, __file__, "--one", case, "--repeats", str(repeats)]
    command += ["--gap", str(gap), "--only", only, *(["--real"] if real else [])]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def report(case: str, *, real: bool, repeats: int, gap: float) -> None:
    """Print one row of the table."""
    both = apart(case, real=real, repeats=repeats, gap=gap, only="")
    peaks = [
        apart(case, real=real, repeats=1, gap=gap, only=only)["peak_mb"]
        for only in ("ours", "peer")
    ]
    where = "real" if real else "made up"
    print(
        f"| {case}, {where} | {both['people_shifts']:,} | {both['nodes']:,} / {both['arcs']:,} "
        f"| {1e3 * both['aggregate']:.0f} | **{1e3 * both['solve']:.1f}** "
        f"| {1e3 * both['peer_solve']:.0f} (+{1e3 * both['peer_build']:.0f}) "
        f"| **{both['peer_solve'] / both['solve']:.0f}×** "
        f"| {both['objective']:.6f} | {both['objective'] / both['peer_objective']:.6f} "
        f"| {both['gap']:.1e} | {both['rounds']} | {peaks[0]:.0f} / {peaks[1]:.0f} "
        f"| {both['objective'] / both['nearest']:.2f} |",
        flush=True,
    )


def main() -> None:
    """Print the table, or one case as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--cases", default=",".join(SIZES))
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--one")
    parser.add_argument("--only", default="")
    parser.add_argument("--real", action="store_true")
    given = parser.parse_args()
    if given.one:
        found = measure(
            given.one, real=given.real, repeats=given.repeats, gap=given.gap, only=given.only
        )
        print(json.dumps(found))
        return
    print(
        "| case | person-shifts | nodes / arcs | aggregate ms | ours ms "
        "| min-cost flow ms (+ build) | ratio | objective | ours / flow | certified gap | rounds "
        "| peak MB ours / flow | plan / nearest |"
    )
    print("|" + " --- |" * 13)
    for case in given.cases.split(","):
        for real in (False, True):
            if not real or DATA.is_dir():
                report(case, real=real, repeats=given.repeats, gap=given.gap)


if __name__ == "__main__":
    main()
