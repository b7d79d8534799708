"""`groundswell serve`: the site and its worker, until stopped."""

import sys
from typing import Annotated

import typer


def command(
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1; the setting `port`.")] = None,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Also run the tasks it hands over.")
    ] = True,
) -> None:
    """Serve the site on 127.0.0.1, with a worker for long work beside it.

    Put a web server with TLS in front of it for anybody else to reach it. Refuses to start where
    people's data would not be safe, and says why. Example:

        GROUNDSWELL_DATABASE_URL=postgresql://groundswell@/groundswell groundswell serve
    """
    from contextlib import ExitStack

    from groundswell.cli import site

    site.set_up()
    from groundswell.config.django import GROUNDSWELL

    at = GROUNDSWELL.port if port is None else port
    site.refuse_taken_port(at)
    site.refuse_unsound()
    site.stop_on_terminate()
    with ExitStack() as children:
        if with_worker:
            children.enter_context(site.running(site.worker_command()))
        web = children.enter_context(
            site.running(site.web_command(port=at, workers=GROUNDSWELL.web_workers))
        )
        print(f"Groundswell is at http://127.0.0.1:{at}", file=sys.stderr)
        try:
            web.wait()
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)
