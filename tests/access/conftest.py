"""The world that the tests in this folder share, one for each file of tests."""

import logging

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two organisations and everybody, in a transaction that is never committed."""
    from tests.access import world as worlds  # needs the settings, which are read by now

    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of calls are refused here, and each refusal is a line in the log."""
    log = logging.getLogger("django.request")
    before, log.level = log.level, logging.CRITICAL
    yield
    log.level = before
