"""What a command prints: one JSON object, or a short table for people; progress on the side."""

import json
import math
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


def show(
    *, json_mode: bool, answer: dict[str, Any], table: Sequence[tuple[str, str]] | None = None
) -> None:
    """Print the answer on standard output: as exactly one JSON object, or as lines for people.

    table: pairs of words and figures for people; without it, the answer's own names and figures.
    Numbers that JSON has no word for (NaN, infinity) become null.
    """
    if json_mode:
        print(json.dumps(_plain(answer), ensure_ascii=False, allow_nan=False))
        return
    lines = list(table) if table is not None else list(_lines(answer))
    width = max((len(name) for name, _ in lines), default=0)
    for name, figure in lines:
        print(f"{name:<{width}}  {figure}".rstrip())


def _plain(value: Any) -> Any:
    """The value as JSON's own kinds; arrays and numbers of NumPy have `tolist`."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def _lines(answer: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in answer.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, dict):
            yield from _lines(value, f"{name} · ")
        else:
            plain = _plain(value)
            yield name, f"{plain:,.6g}" if isinstance(plain, float) else str(plain)


class Clock:
    """Measures the parts of a command in seconds, each under its own name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a block; blocks of the same name add up."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + spent


def peak_mb() -> float:
    """The most memory this process has held so far, in megabytes of 10⁶ bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


@contextmanager
def progress(what: str, *, total: float | None = None) -> Iterator[Callable[[float], None]]:
    """Show how far long work is, as a bar on standard error, if that is a terminal.

    what: the work in words, e.g. "Drawing elections".
    total: what `done` will be at the end; None if nobody knows.
    Hands out a function to call with how much is done so far.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
