"""Nothing runs that isn't named: tables, commands, tasks, feeds and letters, each with its rule."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django_tasks.base import Task

from groundswell import cli
from groundswell.apps.privacy.registry import class_of
from tests.access import registered
from tests.access.routes import routes
from tests.access.twin import leads_to_organisation

PACKAGE = Path(cli.__file__).resolve().parents[1]
MODELS = [m for m in apps.get_models() if m.__module__.startswith("groundswell.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_table_belongs_to_an_organisation_or_is_named_as_everybodys(model):
    """A-models."""
    label = model._meta.label_lower
    assert (leads_to_organisation(model) is None) == (label in registered.EVERYBODYS)


@pytest.mark.parametrize("label", sorted(registered.EVERYBODYS))
def test_a_table_of_everybodys_holds_nothing_special(label):
    """A-fields: what no wall keeps apart holds no opinions; users are known by their addresses."""
    model = apps.get_model(label)
    special = [f.name for f in model._meta.concrete_fields if class_of(label, f.name) in ("P3",)]
    assert special == []


def test_every_command_says_who_may_run_it():
    """A-commands: whoever has the server's shell runs them; each says on whose behalf."""
    assert registered.COMMANDS.keys() == cli.COMMANDS.keys()


@pytest.mark.parametrize("name", sorted(registered.COMMANDS))
def test_a_command_that_touches_an_organisations_rows_names_the_organisation(name):
    source = "".join(
        path.read_text() for path in (PACKAGE / "cli").glob("*.py") if path.stem == name
    )
    if registered.COMMANDS[name] == registered.FOR_ONE_ORGANISATION:
        assert re.search(r"scope\(|organisation", source)


def tasks() -> set[str]:
    """Every task of the package by its name, found in the sources."""
    return {
        ".".join([*path.relative_to(PACKAGE / "apps").with_suffix("").parts, node.name])
        for path in sorted((PACKAGE / "apps").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and any(is_task(mark) for mark in node.decorator_list)
    }


def is_task(mark: ast.expr) -> bool:
    """Whether a decorator is django_tasks' own."""
    return ast.unparse(mark).split("(", maxsplit=1)[0].endswith("task")


def test_every_task_is_registered_with_whose_work_it_does():
    """A-jobs."""
    assert tasks() == registered.TASKS.keys()


@pytest.mark.parametrize("name", sorted(registered.TASKS))
def test_a_task_enters_an_organisations_scope_before_it_works(name):
    path = PACKAGE / "apps" / Path(*name.split(".")[:-1]).with_suffix(".py")
    tree = ast.parse(path.read_text())
    function = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == name.split(".")[-1]
    )
    entered = registered.TASKS[name]
    assert re.search(rf"\b{entered}\(", ast.unparse(function)), f"{name} must call {entered}(…)"


def test_every_feed_is_registered():
    """A-feeds: routes that other programs read."""
    feeds = {n for p, _, n in routes() if p.endswith((".json", ".csv", ".ics", ".xml", ".zip"))}
    assert feeds == registered.FEEDS.keys()


def letters() -> set[str]:
    """Every template of a letter, ours and the libraries' that we changed."""
    return {
        path.relative_to(folder).as_posix()
        for folder in [PACKAGE / "templates", *(PACKAGE / "apps").glob("*/templates")]
        for path in folder.rglob("*.txt")
        if path.parent.name in ("email", "mail", "letters")
    }


def test_every_letter_is_registered():
    """A-templates."""
    assert letters() == registered.LETTERS.keys()


@pytest.mark.parametrize("name", sorted(registered.LETTERS))
def test_a_letter_holds_no_variable_but_those_it_may(name):
    text = template(name)
    used = set(re.findall(r"{{\s*([a-z_]\w*(?:\.\w+)*)", text))
    assert used <= registered.LETTERS[name]


@pytest.mark.parametrize("name", sorted(registered.LETTERS))
def test_a_subject_names_the_organisation_at_most(name):
    """Subjects stand on lock screens and in the logs of mail servers."""
    if name.endswith("_message.txt"):
        return
    first = template(name).split("\n")[0]
    assert set(re.findall(r"{{\s*([a-z_]\w*(?:\.\w+)*)", first)) <= {"name"}
    assert all(said == "organisation.name" for said in re.findall(r"with name=(\S+?) ?%}", first))


def template(name: str) -> str:
    for folder in [PACKAGE / "templates", *(PACKAGE / "apps").glob("*/templates")]:
        if (folder / name).exists():
            return (folder / name).read_text()
    raise AssertionError(f"{name} is gone: take it out of registered.LETTERS")


def test_letters_are_sent_from_named_places_only():
    """Mail sent in code, without a template, is registered with the function that sends it."""
    sends = re.compile(r"\b(send_mail|EmailMessage|EmailMultiAlternatives|mail_admins)\(")
    senders = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if sends.search(path.read_text())
    }
    assert senders == registered.SENDERS.keys()


def test_what_a_clock_calls_is_registered():
    scheduled = {
        value
        for path in (PACKAGE / "apps").rglob("*.py")
        for value in re.findall(r'"(groundswell\.apps\.[\w.]+\.\w+)"', path.read_text())
        if ".tasks." in value
    }
    assert scheduled == registered.SCHEDULED.keys()


def test_the_registry_of_tasks_sees_what_django_sees():
    import importlib

    for name in registered.TASKS:
        module, _, function = name.rpartition(".")
        made = getattr(importlib.import_module(f"groundswell.apps.{module}"), function)
        assert isinstance(made, Task)
