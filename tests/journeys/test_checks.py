"""The checks that every journey leans on must catch what they are there to catch."""

import pytest

from tests.browser import (
    assert_accessible,
    assert_no_complaints,
    assert_no_third_party,
    forgive,
    layout_shift,
)
from tests.little_server import serving

pytestmark = pytest.mark.slow


def test_a_plain_page_passes_every_check(page_at, little_server):
    page = page_at(390)
    page.goto(little_server.page("/plain", "<p>Nothing to see.</p>"))
    assert_accessible(page)
    assert_no_complaints(page)
    assert_no_third_party(page)
    assert layout_shift(page) == 0


def test_a_picture_from_elsewhere_is_a_third_party(page_at, little_server):
    page = page_at()
    with serving() as stranger:
        page.goto(little_server.page("/", f'<img src="{stranger.home}/a.png" alt="">'))
        page.wait_for_load_state("networkidle")
        with pytest.raises(AssertionError, match=stranger.home):
            assert_no_third_party(page)
    forgive(page)


def test_an_inline_style_breaks_the_policy(page_at, little_server):
    page = page_at()
    page.goto(little_server.page("/", '<p style="color: red">Loud.</p>'))
    with pytest.raises(AssertionError, match="style-src-attr"):
        assert_no_complaints(page)
    forgive(page)


def test_an_error_in_the_console_is_a_complaint(page_at, little_server):
    page = page_at()
    page.goto(little_server.page("/", "<p>Quiet.</p>"))
    page.evaluate("console.error('out of cheese')")
    with pytest.raises(AssertionError, match="out of cheese"):
        assert_no_complaints(page)
    forgive(page)


def test_a_field_without_a_label_is_not_accessible(page_at, little_server):
    page = page_at()
    page.goto(little_server.page("/", '<input class="input" name="places">'))
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_a_late_block_shifts_the_layout(page_at, little_server):
    page = page_at()
    page.goto(little_server.page("/", '<p id="text">Read me.</p>'))
    page.wait_for_timeout(100)
    page.evaluate(
        """() => { const late = document.createElement('div'); late.style.height = '300px';
        document.querySelector('main').prepend(late); }"""
    )
    page.wait_for_timeout(300)
    assert layout_shift(page) > 0.01
