"""An organisation in scope, with a data officer and a national organiser.

pytest reads this file before Django is set up, so what needs models is imported when it is used.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def harbour(db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The organisation in scope; its files lie in a folder of the test's own."""
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.privacy import signed_file
    from tests.factories import accounts

    monkeypatch.setattr(signed_file, "path_of", lambda name: tmp_path / name)
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def officer(harbour: Any) -> Any:
    return _member(harbour, "data-officer", "Olwen Rees")


@pytest.fixture
def organiser(harbour: Any) -> Any:
    return _member(harbour, "national", "Maya Okonkwo")


def _member(organisation: Any, role: str, name: str) -> Any:
    from groundswell.apps.accounts.permissions import Role
    from tests.factories import accounts

    return accounts.member(of=organisation, role=Role(role), name=name)
