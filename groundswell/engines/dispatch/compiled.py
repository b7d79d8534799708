"""How the loops of this engine are compiled, and where the result is kept.

`exact` keeps the order of every sum. `compiled` lets the compiler reorder, which the search may do:
what it finds is measured and proven by exact code. `inlined` is for what loops call at each step.

Compiled code holds what it calls from other files, but Numba looks only at a function's own file
to see whether what it kept is out of date. So the folder it is kept in is named after all of
our files.
"""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba as nb
from numba.core import config as numba_config
from numba.extending import intrinsic

config: Any = numba_config
HERE = Path(__file__).resolve().parent


def _folder() -> Path | None:
    """Where compiled code is kept; None, as Numba chooses, if that can't be written to."""
    home = Path(config.CACHE_DIR or HERE / "__pycache__")
    sources = b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py")))
    folder = home / f"dispatch-{sha256(sources).hexdigest()[:16]}"
    if not folder.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        for old in home.glob("dispatch-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
    return folder if os.access(folder, os.W_OK) else None


FOLDER = _folder()


def _keeping(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator that compiles a function and keeps the result in our folder."""

    def compile_later(function: Callable[..., Any]) -> Any:
        before = config.CACHE_DIR
        config.CACHE_DIR = str(FOLDER or before)
        try:
            return nb.njit(cache=True, error_model="numpy", **options)(function)
        finally:
            config.CACHE_DIR = before

    return compile_later


exact = _keeping()
compiled = _keeping(fastmath=True)
inlined = _keeping(fastmath=True, forceinline=True)


@intrinsic
def _borrowed(typing_context: Any, array: Any) -> Any:
    """The same array without a count of its holders.

    Numba counts the holders of an array up and down, in a way safe for threads, each time the
    array is handed to a function: forty nanoseconds where the function's work takes four. Hot
    loops borrow their arrays once instead; their caller holds them until they return.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = context.make_array(signature.return_type)(context, builder, args[0])
        held.meminfo = held.meminfo.type(None)
        held.parent = held.parent.type(None)
        return held._getvalue()

    return array(array), generate


borrowed: Any = _borrowed  # mypy would count the compiler's own first argument
