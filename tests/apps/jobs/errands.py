"""Tasks for the tests of the worker: they leave a line in a file."""

import time
from pathlib import Path
from uuid import UUID

from django_tasks import task

from groundswell.apps.jobs.actions import work


@task()
def write_line(path: str, line: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


@task()
def wait_once(job_id: str, path: str) -> None:
    """A job that waits for ever the first time, and is done at once when it is begun again."""
    began = Path(path)
    with work(UUID(job_id)):
        if not began.exists():
            began.touch()
            time.sleep(600)
