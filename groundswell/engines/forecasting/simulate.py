"""Simulate an election many times: the seat forecast."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

import numpy as np

from groundswell.engines.forecasting.contests import Contests, Floats
from groundswell.engines.forecasting.counting import Chunk, Counts, SideRows
from groundswell.engines.forecasting.drawing import Elections, draw_elections
from groundswell.engines.forecasting.forecast import Forecast
from groundswell.engines.forecasting.layout import lay_out
from groundswell.engines.forecasting.scales import ErrorScales
from groundswell.errors import Cancelled, InputError

OnChunk = Callable[[int, int], bool | None]

# Draws that share one stream of random numbers. Another size gives other draws.
BLOCK = 125


def forecast_seats(
    contests: Contests,
    *,
    change: Floats,
    scales: ErrorScales,
    draws: int,
    rng: np.random.Generator,
    sides: Sequence[str] | None = None,
    on_chunk: OnChunk | None = None,
    chunk: int = 1000,
    threads: int | None = None,
) -> Forecast:
    """Draw the next election many times and count what happens.

    In a draw, a party's share in a seat is its last share, plus the expected change, plus an error
    that all seats share, one that the region shares and one of the seat alone; below 0 becomes 0,
    and the seat's shares are scaled to 1. The shared errors of one draw are large or small
    together (they have one t distribution); each seat has its own. A party that did not stand
    stays absent.

    change: (S, P) expected gains in share, as `expected_change` finds them.
    sides: parties whose margins are wanted in full; None for all. Chances, shares and seat totals
        are counted for every party in any case.
    on_chunk: called with the draws done and the draws wanted; False stops the work (Cancelled).
    chunk, threads: change memory and time, never the answer.

    Raises InputError if a side is no party of the contests, or the arrays do not fit together.
    """
    check_call(contests, change=change, scales=scales, draws=draws)
    chosen = tuple(dict.fromkeys(contests.parties if sides is None else sides))
    layout = lay_out(contests, change, scales)
    rows = [SideRows.of(layout, contests.place(side)) for side in chosen]
    rows.append(SideRows.absent(layout, rows))
    counts = Counts.empty(layout, rows, draws)
    seeds = np.random.SeedSequence([int(word) for word in rng.integers(2**32, size=4)]).spawn(
        -(-draws // BLOCK)
    )
    stopped = Event()

    def work(blocks: range) -> int:
        first = blocks.start * BLOCK
        size = min(blocks.stop * BLOCK, draws) - first
        found = Chunk.room_for(layout, rows, first=first, size=size)
        drawn = Elections.room_for(layout, min(BLOCK, size))
        for block in blocks:
            if stopped.is_set():
                return 0
            start = block * BLOCK - first
            if size - start < drawn.shares.shape[1]:
                drawn = Elections.room_for(layout, size - start)
            draw_elections(layout, drawn, np.random.Generator(np.random.SFC64(seeds[block])))
            found.take(layout, drawn, rows, start)
        counts.add(found)
        return size

    per_chunk = max(1, chunk // BLOCK)
    chunks = [
        range(first, min(first + per_chunk, len(seeds)))
        for first in range(0, len(seeds), per_chunk)
    ]
    run(chunks, work, draws=draws, on_chunk=on_chunk, stopped=stopped, threads=threads)
    return counts.forecast(contests, chosen)


def check_call(contests: Contests, *, change: Floats, scales: ErrorScales, draws: int) -> None:
    """Refuse arguments that do not belong together."""
    if draws < 1:
        raise InputError(f"{draws} draws were asked for; 1 is the fewest.")
    if change.shape != contests.shares.shape or not np.isfinite(change).all():
        raise InputError(
            f"The expected change has the shape {change.shape}, or gaps; a number for each of "
            f"{contests.shares.shape} seats and parties is needed."
        )
    if len(scales.national) != len(contests.parties):
        raise InputError(
            f"Errors are given for {len(scales.national)} parties; "
            f"the contests have {len(contests.parties)}."
        )


def run(
    chunks: Sequence[range],
    work: Callable[[range], int],
    *,
    draws: int,
    on_chunk: OnChunk | None,
    stopped: Event,
    threads: int | None,
) -> None:
    """Work through the chunks on several threads; progress is told from this one."""
    done = 0
    with ThreadPoolExecutor(threads or min(4, os.cpu_count() or 1)) as pool:
        futures = [pool.submit(work, blocks) for blocks in chunks]
        try:
            for future in as_completed(futures):
                done += future.result()
                if on_chunk is not None and on_chunk(done, draws) is False:
                    raise Cancelled(f"Stopped after {done} of {draws} draws. Nothing was kept.")
        except BaseException:
            stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
