"""What all tests share: where Django finds its settings, the data folder, a database.

`pytest` runs on SQLite; `pytest --pg` on a PostgreSQL that is started here and stopped after.
"""

import os
import tempfile
from pathlib import Path

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


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--pg") and not is_worker:
        server = postgres.server()
        os.environ["GROUNDSWELL_DATABASE_URL"] = server.__enter__()
        config.add_cleanup(lambda: server.__exit__(None, None, None))
    if config.pluginmanager.hasplugin("django"):
        from django.conf import settings as django

        # pytest-django sets up only what has been read; by now the database's address is known.
        assert django.INSTALLED_APPS


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real elections and places beside the project; skips where it is absent."""
    folder = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the data folder beside the project (../shared/data) is absent here")
    return folder
