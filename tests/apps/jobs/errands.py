"""A task for the tests of the worker: it leaves a line in a file."""

from pathlib import Path

from django_tasks import task


@task()
def write_line(path: str, line: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
