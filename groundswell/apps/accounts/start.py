"""What must be so before the site may serve anybody: a list to which any app adds its own checks.

    @start_check("erasure log")
    def erasure_log_is_applied() -> str:
        return "" if … else "The database was restored and … Run `groundswell privacy reapply`."

A check says in words what is wrong and what to do, or nothing. `groundswell serve` and `worker`
refuse to start while one of them speaks; `groundswell doctor` shows them all. Register it in a
module that the app's `ready()` imports.
"""

from collections.abc import Callable, Iterator

Check = Callable[[], str]
CHECKS: dict[str, Check] = {}


def start_check(name: str) -> Callable[[Check], Check]:
    """Add a check under a name that `groundswell doctor` can show."""

    def add(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return add


def findings() -> Iterator[tuple[str, str]]:
    """Each check's name and what it found; the database's own first, since others need it."""
    for name in sorted(CHECKS, key=lambda name: name != "database"):
        says = CHECKS[name]()
        yield name, says
        if says and name == "database":
            return
