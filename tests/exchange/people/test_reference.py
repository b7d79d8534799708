"""The reference page lists what there is."""

from pathlib import Path

import pytest

from groundswell.exchange.people.answers import NOTES, REFUSALS
from groundswell.exchange.people.fields import FIELDS
from groundswell.exchange.people.file_text import ENCODINGS
from groundswell.exchange.people.formats import FORMATS

PAGE = (Path(__file__).parents[3] / "docs/reference/people-files.md").read_text()
LISTED = [*REFUSALS, *NOTES, *FORMATS, *(code for code in FIELDS if "address_" not in code)]


@pytest.mark.parametrize("code", LISTED)
def test_each_code_is_in_the_reference(code):
    assert f"| `{code}` |" in PAGE


@pytest.mark.parametrize("shown", ENCODINGS.values())
def test_each_encoding_is_in_the_reference(shown):
    assert shown in PAGE
