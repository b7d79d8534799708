"""A-rls-pool: requests of many organisations take turns on few connections, and none sees another.

The view of this test asks as plainly as it can, with no other wall than the database's.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from django.db import connection, transaction
from django.http import JsonResponse
from django.test import Client, override_settings
from django.urls import path

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs.models import Job
from tests.factories import accounts

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore"),
]
REQUESTS, ORGANISATIONS, CONNECTIONS = 1000, 20, 4


def everything():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM jobs_job")
        return [row[0] for row in cursor.fetchall()]


@access("account.own")
def show_everything(request):
    """All that this connection can see: in a transaction, without one, after a failed one."""
    found = everything()
    with transaction.atomic():
        found += everything()
    if request.GET.get("fail"):
        with transaction.atomic():
            everything()
            raise ZeroDivisionError
    return JsonResponse({"found": found, "process": connection.connection.info.backend_pid})


urlpatterns = [path("everything/", show_everything)]


@pytest.fixture
def organisers():
    """(organisation's own mark, its organiser's browser session), twenty times."""
    made = []
    for n in range(ORGANISATIONS):
        of = accounts.organisation()
        with scope(of.pk):
            Job(organisation=of, kind=f"mark-{n}").save()
        client = Client()
        client.force_login(accounts.member(of=of))
        made.append((f"mark-{n}", client.cookies))
    return made


@override_settings(ROOT_URLCONF="tests.access.test_rls_pool")
def test_a_thousand_requests_of_twenty_organisations_see_no_foreign_row(organisers):
    turns = [n % ORGANISATIONS for n in range(REQUESTS)]
    random.Random(4).shuffle(turns)
    seen, processes, guard = [], set(), Lock()

    def call(turn):
        mark, cookies = organisers[turn]
        browser = Client(raise_request_exception=False)
        browser.cookies = cookies
        fails = turn % 7 == 0
        answer = browser.get("/everything/", {"fail": 1} if fails else {})
        if fails:
            assert answer.status_code == 500
            return
        with guard:
            seen.append((mark, set(answer.json()["found"])))
            processes.add(answer.json()["process"])

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(call, turns))
        list(threads.map(lambda _: connection.close(), range(CONNECTIONS)))

    assert len(processes) == CONNECTIONS
    assert len(seen) > REQUESTS * 0.8
    assert [(mark, found) for mark, found in seen if found != {mark}] == []
