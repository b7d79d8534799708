"""A-canary: everybody walks everywhere, and nobody meets a word of an organisation not their own.

Pages are written out in full here. T-log-canary: nor does a personal word stand in an address, a
log line or the subject of a letter.
"""

import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.access.actors import LIVE
from tests.access.calls import address
from tests.access.crawler import ID, crawl
from tests.access.made import MANY
from tests.access.markers import FIELDS, OTHER, OWN, markers_in, without_own_name
from tests.access.route_table import ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_PEOPLE = 200
# Pages of any organisation for anybody: published events have addresses.
OPEN_TO_ALL = {"finder", "finder-map", "finder-calendar"}
walks: dict[str, list] = {}
each_actor = pytest.mark.parametrize(
    "actor",
    [
        pytest.param(a, id=a.name, marks=pytest.mark.xdist_group(f"walk {n % 2}"))
        for n, a in enumerate(LIVE)
    ],
)


@pytest.fixture
def walk(world, actor, caplog):
    """All that an actor saw, from the front door and from every page they could name."""
    if actor.name not in walks:
        starts = [reverse("home")]
        for name, route in ROUTES.items():
            if "GET" in route.methods and name != "account_logout":
                starts += [address(world, name, relation) for relation in world.targets[route.kind]]
        with caplog.at_level(logging.DEBUG):
            visits = list(crawl(world.client(actor), starts))
        walks[actor.name] = [visits, caplog.text, [letter.subject for letter in mail.outbox]]
    return walks[actor.name]


def foreign(actor):
    """The letters of organisations that an actor is not of."""
    letters = {OWN, OTHER}
    if actor.role and actor.is_logged_in:
        letters.discard(OWN)  # someone of both works in ours
    elif actor.elsewhere:
        letters.discard(OTHER)
    return letters


@each_actor
def test_nobody_sees_a_word_of_an_organisation_not_their_own(walk, world, actor):
    leaks = [
        f"{visit.address} shows {field}"
        for visit in walk[0]
        for letters in foreign(actor)
        for field in markers_in(without_own_name(world, actor, visit.text), letters)
    ]
    assert leaks == []


@each_actor
def test_nobody_sees_an_id_of_an_organisation_not_their_own(walk, world, actor):
    # Whoever works in both chooses between them by their ids.
    known = {str(world.own.pk), str(world.other.pk)} if actor.elsewhere else set()
    ours, theirs = {str(one) for one in world.ids}, {str(one) for one in world.ids.values()}
    hidden = {OWN: ours, OTHER: theirs}
    asked = {value for visit in walk[0] for value in ID.findall(visit.address)}
    leaks = [
        f"{visit.address} shows {found}"
        for visit in walk[0]
        if visit.route not in OPEN_TO_ALL
        for letters in foreign(actor)
        for found in set(ID.findall(visit.text)) & (hidden[letters] - asked - known)
    ]
    assert leaks == []


@each_actor
def test_no_page_breaks(walk, actor):
    broken = [v for v in walk[0] if v.response.status_code >= 500]
    assert [f"{v.address}: {getattr(v.response, 'exc_info', '')}" for v in broken] == []


@each_actor
def test_no_page_names_more_people_than_a_screen_may(walk, actor):
    """5-03: what goes out in bulk goes out as an export, never as a page."""
    counts = {v.address: len(set(re.findall(rf"{MANY}(\d{{3}})", v.text.lower()))) for v in walk[0]}
    assert {at: n for at, n in counts.items() if n > MOST_PEOPLE} == {}


@each_actor
def test_no_address_log_line_or_subject_holds_a_personal_word(walk, actor):
    """T-log-canary. Addresses are those that pages link to."""
    visits, log, subjects = walk
    for letters in (OWN, OTHER):
        assert {v.address for v in visits if markers_in(v.address, letters)} == set()
        assert markers_in(log, letters) == set()
        assert [s for s in subjects if markers_in(s, letters)] == []


@each_actor
def test_an_answer_that_refuses_names_nobody(walk, world, actor):
    told = [
        f"{visit.address} shows {field}"
        for visit in walk[0]
        if visit.response.status_code in (403, 404, 429, 500)
        for letters in (OWN, OTHER)
        for field in markers_in(without_own_name(world, actor, visit.text), letters)
    ]
    assert told == []


def test_the_walk_finds_words_where_there_are_some(world):
    """The crawler and the markers work: who may read people meets their names."""
    assert len(FIELDS) > 30
    visits = walks.get("national organiser", [[]])[0]
    if visits:
        assert any(markers_in(visit.text, OWN) for visit in visits)
