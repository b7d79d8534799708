"""`groundswell demo`: a national plan on a map, a minute from now."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any
from urllib.error import URLError
from urllib.request import urlopen

import typer

from groundswell.errors import GroundswellError, InputError

SIZES = ("small", "national")


def command(
    scenario: Annotated[str, typer.Option(help="uk-2017 is the one there is.")] = "uk-2017",
    size: Annotated[
        str, typer.Option(help="small: 5,000 volunteers; national: 100,000.")
    ] = "small",
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8000,
    home: Annotated[Path | None, typer.Option(help="Folder that keeps the demo's data.")] = None,
    fill_only: Annotated[
        bool, typer.Option("--fill-only", help="Fill it and don't serve.")
    ] = False,
) -> None:
    """Fill a demonstration with real past votes and made-up people, and serve it on this machine.

    A second start keeps the data and is quick. Example:

        groundswell demo --size national --port 8080
    """
    from groundswell.cli import site

    if scenario != "uk-2017":
        raise InputError(f"There is no scenario {scenario!r}. There is uk-2017.")
    if size not in SIZES:
        raise InputError(f"--size is {size!r}; it must be small or national.")
    if not fill_only:
        site.refuse_taken_port(port)
    folder = home or Path("var") / f"demo-{size}"
    marker, tables = folder / "filled", _tables()
    is_filled = marker.exists() and marker.read_text() == tables
    if marker.exists() and not is_filled:
        _say("The demo in this folder was filled before the tables changed; it is made anew.")
    if not is_filled:
        # A first start that was broken off left half a demo behind: begin again.
        shutil.rmtree(folder, ignore_errors=True)
    os.environ |= {
        "GROUNDSWELL_HOME": str(folder),
        "GROUNDSWELL_DATABASE_URL": "",
        "GROUNDSWELL_DEMO": "true",
        "GROUNDSWELL_PORT": str(port),
    }
    site.set_up()
    site.stop_on_terminate()
    try:
        with ExitStack() as children:
            children.enter_context(_worker(folder))
            if not is_filled:
                _fill(size)
                marker.write_text(tables)
            if not fill_only:
                _serve(children, port)
    except KeyboardInterrupt:
        _say("Stopped. The data is kept; the next start is quick.")


def _tables() -> str:
    """Names the shape of the tables: until the first release, migrations are made anew."""
    apps = Path(__file__).parents[1] / "apps"
    migrations = sorted(apps.glob("*/migrations/0*.py"))
    # The first line holds the time at which a migration was made.
    lines = b"".join(path.read_bytes().partition(b"\n")[2] for path in migrations)
    return hashlib.sha256(lines).hexdigest()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def _worker(folder: Path) -> Iterator[None]:
    """The worker needs the tables, so they come first."""
    from groundswell.cli import site

    folder.mkdir(parents=True, exist_ok=True)
    site.migrate()
    with site.running(site.worker_command()):
        yield


def _fill(size: str) -> None:
    from groundswell.apps.accounts.models import User
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.dispatch import actions as dispatch
    from groundswell.apps.elections import actions as elections
    from groundswell.config import demo

    began = time.perf_counter()
    _say("Filling the demo (once):")
    organisation = demo.fill_with_data(lambda text: _say(f"  · {text}"))
    maya = User.objects.get(email="maya@example.org")
    with scope(organisation.pk):
        _wait_for("the forecast", elections.start_forecast(by=maya, organisation=organisation).job)
        demo.fill_with_people(organisation, demo.SIZES[size], lambda text: _say(f"  · {text}"))
        _wait_for("the plan", dispatch.start_plan(by=maya, organisation=organisation).job)
    _say(f"Filled in {time.perf_counter() - began:.0f} s.")


def _wait_for(what: str, job: Any) -> None:
    """Show how far the worker is; stop if it failed."""
    from groundswell.cli.output import progress

    with progress(f"  · {what}", total=100) as done:
        while job.is_open:
            time.sleep(0.1)
            job.refresh_from_db()
            done(job.percent)
    if job.state != "done":
        raise GroundswellError(f"{what.capitalize()} ended as {job.state}: {job.error}")
    took = (job.finished_at - job.started_at).total_seconds()
    _say(f"  · {what} (in {took:.1f} s)")


def _serve(children: ExitStack, port: int) -> None:
    from groundswell.apps.accounts.queries import demo_users
    from groundswell.cli import site

    web = children.enter_context(site.running(site.web_command(port=port, workers=1)))
    address = f"http://127.0.0.1:{port}"
    _wait_until_it_answers(web, address)
    _say(f"\nGroundswell is at {address}")
    for user, role in demo_users():
        _say(f"  log in as {user.name} ({role}) with one click on the first page")
    _say(f"  anybody: {address}/where/ with a postcode, such as CH1")
    _say("Ctrl-C stops it.\n")
    web.wait()


def _wait_until_it_answers(web: Any, address: str, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and web.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise GroundswellError("The web server did not start; its own words are above.")
