"""The area tree: lists, moving with the roles that name it, removing, its page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.accounts.models import Grant, Invitation
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.elections import actions as elections
from groundswell.apps.people.models import Person, Universe
from groundswell.apps.places import actions
from groundswell.apps.places.area_list import (
    AreaLine,
    parents_first,
    read_csv,
    read_indented,
)
from groundswell.apps.places.models import AreaNode
from groundswell.errors import InputError
from tests.factories import accounts
from tests.factories import elections as made_up

pytestmark = pytest.mark.django_db

TREE = """
Wales
    W92: Gower
        Mumbles
    Cardiff West
Scotland
"""


@pytest.fixture
def harbour():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def organiser(harbour):
    return accounts.member(of=harbour)


@pytest.fixture
def tree(harbour, organiser):
    actions.add_areas(by=organiser, organisation=harbour, lines=read_indented(TREE))
    return {node.code: node for node in AreaNode.objects.all()}


@pytest.fixture
def client(organiser):
    made = Client()
    made.force_login(organiser)
    return made


def paths():
    return set(AreaNode.objects.values_list("path", flat=True))


def test_an_indented_list_becomes_a_tree(tree):
    assert paths() == {
        "/wales/", "/wales/w92/", "/wales/w92/mumbles/", "/wales/cardiff-west/", "/scotland/",
    }  # fmt: skip


def test_a_csv_names_parents_in_any_order(harbour, organiser):
    lines = read_csv("code,name,parent\ngow,Gower,wal\nwal,Wales,\n")
    actions.add_areas(by=organiser, organisation=harbour, lines=lines)
    assert paths() == {"/wal/", "/wal/gow/"}


def test_what_is_there_already_stays_as_it_is(harbour, organiser, tree):
    n = actions.add_areas(by=organiser, organisation=harbour, lines=read_indented("Wales\nFife"))
    assert n == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no area"),
        ("code,title\na,b", "no column “name”"),
        ("code,name,parent\na,A,b\nb,B,a", "lie in each other"),
        ("code,name,parent\na,A,nowhere", "neither in the tree"),
        ("code,name\na,A\na,B", "twice"),
        ("code,name\n,!!!", "no name with letters"),
        ('code,name\n"a,A', "can’t be read"),
    ],
)
def test_a_csv_that_makes_no_tree_is_refused_in_words(harbour, text, words):
    with pytest.raises(InputError, match=words):
        parents_first(read_csv(text if text else "name\n"), [])


codes = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=12, unique=True)


@given(codes, st.randoms())
def test_parents_come_first_whatever_the_order(names, random):
    lines = [AreaLine(names[0], names[0])]
    lines += [AreaLine(c, c, random.choice(names[:n])) for n, c in enumerate(names[1:], start=1)]
    random.shuffle(lines)
    place = {line.code: n for n, line in enumerate(parents_first(lines, []))}
    assert all(place[line.parent] < place[line.code] for line in lines if line.parent)


def role_for(harbour, path):
    return accounts.member(of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id=path)


def scope_of(user):
    return Grant.objects.get(subject=user).scope_id


def test_moving_an_area_takes_along_what_lies_in_it(organiser, tree):
    actions.change_area(by=organiser, node=tree["w92"], name="Gower", parent=tree["scotland"])
    assert {"/scotland/w92/", "/scotland/w92/mumbles/"} <= paths()
    assert "/wales/w92/" not in paths()


def test_roles_and_invitations_keep_their_area_when_it_moves(harbour, organiser, tree):
    moved, inside, beside = (
        role_for(harbour, path)
        for path in ("/wales/w92/", "/wales/w92/mumbles/", "/wales/cardiff-west/")
    )
    Invitation(
        organisation=harbour, email="x@example.org", role=Role.REGIONAL, scope_kind="area",
        scope_id="/wales/w92/", reason="x", token_hash="x" * 64,
        grant_until=timezone.now() + timedelta(days=9),
        open_until=timezone.now() + timedelta(days=7),
    ).save()  # fmt: skip
    actions.change_area(by=organiser, node=tree["w92"], name="Gower", parent=None)
    assert [scope_of(user) for user in (moved, inside, beside)] == [
        "/w92/", "/w92/mumbles/", "/wales/cardiff-west/",
    ]  # fmt: skip
    assert Invitation.objects.get().scope_id == "/w92/"


def test_another_organisations_roles_stay_where_they_are(harbour, organiser, tree):
    other = accounts.organisation()
    theirs = role_for(other, "/wales/w92/")
    actions.change_area(by=organiser, node=tree["w92"], name="Gower", parent=None)
    with scope(other.pk):
        assert scope_of(theirs) == "/wales/w92/"


def test_an_area_whose_code_begins_alike_stays_where_it_is(harbour, organiser, tree):
    actions.add_area(by=organiser, organisation=harbour, name="W925", parent=tree["wales"])
    actions.change_area(by=organiser, node=tree["w92"], name="Gower", parent=None)
    assert "/wales/w925/" in paths()


def test_a_saved_search_follows_its_area(harbour, organiser, tree):
    inside = Universe(organisation=harbour, name="In", rule={"area": "/wales/w92/", "q": "x"})
    beside = Universe(organisation=harbour, name="Beside", rule={"area": "/scotland/"})
    inside.save()
    beside.save()
    actions.change_area(by=organiser, node=tree["w92"], name="Gower", parent=None)
    rules = dict(Universe.objects.values_list("name", "rule"))
    assert rules == {"In": {"area": "/w92/", "q": "x"}, "Beside": {"area": "/scotland/"}}


def test_an_area_is_not_moved_into_itself(organiser, tree):
    with pytest.raises(InputError, match="into itself"):
        actions.change_area(by=organiser, node=tree["wales"], name="Wales", parent=tree["mumbles"])


def test_renaming_changes_the_name_only(organiser, tree):
    actions.change_area(by=organiser, node=tree["wales"], name="Cymru", parent=None)
    assert AreaNode.objects.get(path="/wales/").name == "Cymru"


def test_a_tree_as_deep_as_no_path_can_say_is_refused(harbour, organiser):
    deep = "\n".join(f"{' ' * n}{chr(97 + n)}{'x' * 38}" for n in range(6))
    with pytest.raises(InputError, match="too long"):
        actions.add_areas(by=organiser, organisation=harbour, lines=read_indented(deep))


def test_removing_an_area_ends_the_roles_for_it_and_what_lies_in_it(harbour, organiser, tree):
    gone, inside, beside = (
        role_for(harbour, path) for path in ("/wales/w92/", "/wales/w92/mumbles/", "/scotland/")
    )
    assert actions.remove_area(by=organiser, node=tree["w92"]) == 2
    ended = {g.subject: g.ended_at is not None for g in Grant.objects.exclude(subject=organiser)}
    assert ended == {gone: True, inside: True, beside: False}


def test_people_of_a_removed_area_stay_without_one(harbour, organiser, tree):
    Person(organisation=harbour, first_name="Ceri", area=tree["mumbles"]).save()
    actions.remove_area(by=organiser, node=tree["w92"])
    assert Person.objects.get().area_id is None


def test_an_area_made_anew_does_not_bring_an_old_role_back(harbour, organiser, tree):
    role_for(harbour, "/scotland/")
    actions.remove_area(by=organiser, node=tree["scotland"])
    actions.add_area(by=organiser, organisation=harbour, name="Scotland")
    assert not Grant.objects.filter(scope_id="/scotland/", ended_at=None).exists()


def test_the_tree_can_be_made_from_the_seats(harbour, organiser):
    made_up.seat(code="W92", name="Gower", region="Wales", nation="Wales")
    made_up.seat(code="E1", name="Leeds East", region="Yorkshire", nation="England")
    made_up.seat(code="E2", name="Truro", region="South West", nation="England")
    assert elections.areas_from_seats(by=organiser, organisation=harbour) == 7
    assert {"/wales/w92/", "/england/yorkshire/e1/", "/england/south-west/e2/"} <= paths()
    assert elections.areas_from_seats(by=organiser, organisation=harbour) == 0


def test_the_page_shows_one_level_at_a_time(client, tree):
    top = client.get(reverse("areas")).content.decode()
    inside = client.get(reverse("areas"), {"in": "/wales/"}).content.decode()
    assert ("Scotland" in top, "Gower" in top) == (True, False)
    assert ("Gower" in inside, "Mumbles" in inside) == (True, False)


def test_the_page_finds_by_name(client, tree):
    assert "Mumbles" in client.get(reverse("areas"), {"q": "mumb"}).content.decode()


def test_adding_where_the_page_is(client, tree):
    client.post(reverse("add-area"), {"in": "/wales/", "name": "Ynys Môn", "code": ""})
    assert "/wales/ynys-mon/" in paths()


def test_pasting_a_list_on_the_page(client):
    client.post(reverse("add-areas"), {"text": TREE})
    assert "/wales/w92/mumbles/" in paths()


def test_giving_a_csv_on_the_page(client):
    file = SimpleUploadedFile("areas.csv", "\ufeffcode,name\nf,Fife\n".encode())
    client.post(reverse("add-areas"), {"text": "", "file": file})
    assert paths() == {"/f/"}


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00code", b"", b"name\n" + b"x" * 300, b"name,code\n\x00,\x00"]
)
def test_a_file_that_is_no_list_is_refused_in_words(client, content):
    file = SimpleUploadedFile("areas.csv", content)
    answer = client.post(reverse("add-areas"), {"text": "", "file": file})
    assert (answer.status_code, paths()) == (422, set())


def test_moving_and_removing_on_the_page(client, tree):
    where = reverse("area", args=[tree["w92"].pk])
    client.post(where, {"name": "Gower", "parent": str(tree["scotland"].pk)})
    assert "/scotland/w92/" in paths()
    client.post(reverse("remove-area", args=[tree["scotland"].pk]))
    assert paths() == {"/wales/", "/wales/cardiff-west/"}


def test_another_organisations_area_is_not_found(client):
    other = accounts.organisation()
    with scope(other.pk):
        theirs = AreaNode(organisation=other, name="Theirs", code="theirs", path="/theirs/")
        theirs.save()
    assert client.get(reverse("area", args=[theirs.pk])).status_code == 404


def test_a_data_officer_reads_the_tree_and_changes_nothing(harbour, tree):
    officer = Client()
    officer.force_login(accounts.member(of=harbour, role=Role.DATA_OFFICER))
    assert officer.get(reverse("areas")).status_code == 200
    assert officer.post(reverse("add-area"), {"name": "Fife"}).status_code == 404


def test_the_page_of_a_large_tree_takes_few_queries(
    client, harbour, organiser, django_assert_max_num_queries
):
    lines = [AreaLine(f"a{n}", f"Area {n}") for n in range(1_000)]
    actions.add_areas(by=organiser, organisation=harbour, lines=lines)
    with django_assert_max_num_queries(20):
        client.get(reverse("areas"))
