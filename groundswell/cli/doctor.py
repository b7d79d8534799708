"""`groundswell doctor`: is this installation sound?"""

import shutil
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

MEGABYTE = 1_000_000


def command(
    json_mode: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Check settings, database, front end and disk, and say what to do about each fault.

    Exits with 2 if anything is wrong. Example:

        groundswell doctor
    """
    from groundswell.cli import output, site

    site.set_up()
    found = {name: check() for name, check in _checks()} | dict(_of_start())
    wrong = {name: text for name, text in found.items() if text}
    rows = [(name, text or "ok") for name, text in found.items()]
    output.show(json_mode=json_mode, answer={"ok": not wrong, "checks": found}, table=rows)
    if wrong:
        raise typer.Exit(2)


def _checks() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "settings", _settings
    yield "front end", _front_end
    yield "disk", _disk


def _of_start() -> Iterator[tuple[str, str]]:
    """What `serve` and `worker` look at before they start."""
    import groundswell.config.start  # noqa: F401 - adds the site's own checks
    from groundswell.apps.accounts.start import findings

    yield from findings()


def _settings() -> str:
    """Django's own deployment checks, where the server faces others than this machine."""
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    faults = run_checks(include_deployment_checks=settings.SESSION_COOKIE_SECURE)
    return "; ".join(f"{fault.msg}" for fault in faults if fault.level >= WARNING)


def _front_end() -> str:
    from groundswell.config.django import MANIFEST

    return "" if MANIFEST.exists() else "isn't built: run `make setup`"


def _disk() -> str:
    from groundswell.config.django import GROUNDSWELL

    free = shutil.disk_usage(GROUNDSWELL.home).free // MEGABYTE
    return "" if free > 500 else f"{free} MB are free; make room for at least 500"
