"""What all tests share: where Django finds its settings, the data folder, a database.

`pytest` runs on SQLite; `pytest --pg` on a PostgreSQL that is started here and stopped after.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
# Tests of the site never touch the folder in which somebody's own server keeps its data.
HOME = tempfile.TemporaryDirectory(prefix="groundswell-tests-")
os.environ.setdefault("GROUNDSWELL_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.django")

# How long an example takes says more of the machine than of us. Developers look for new examples;
# CI tries the same ones each time, so that what fails there fails for its change.
settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pg", action="store_true", help="run on a real PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take what is about the other database out of the run, rather than skip it."""
    other = "sqlite" if config.getoption("--pg") else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgresql: about PostgreSQL alone; runs with --pg")
    config.addinivalue_line("markers", "sqlite: about SQLite alone; runs without --pg")
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--pg") and not is_worker:
        server = postgres.server()
        owner = server.__enter__()
        config.add_cleanup(lambda: server.__exit__(None, None, None))
        os.environ["GROUNDSWELL_DATABASE_URL"] = postgres.application_address(owner)
        os.environ["GROUNDSWELL_DATABASE_OWNER_URL"] = owner
    if config.pluginmanager.hasplugin("django"):
        from django.conf import settings as django

        # pytest-django sets up only what has been read; by now the database's address is known.
        assert django.INSTALLED_APPS


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The owner makes the test database …"""
    postgres.become_owner()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """… and the tests work in it as the application does: as a role that owns nothing."""
    with django_db_blocker.unblock():
        postgres.become_application()
    yield
    with django_db_blocker.unblock():
        postgres.become_owner()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real elections and places beside the project; skips where it is absent."""
    folder = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the data folder beside the project (../shared/data) is absent here")
    return folder
