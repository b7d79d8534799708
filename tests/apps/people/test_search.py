"""Finding people: what the box understands, what filters let through, nobody beyond one's reach."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Import, Person, Tag, Tagging, Volunteer
from groundswell.apps.people.queries import looking, search
from groundswell.apps.people.queries.search import Filters, count, found, page_of, understood
from groundswell.apps.people.queries.search_box import behind, international, readings
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.apps.privacy.actions.consents import Said, record
from groundswell.errors import InputError
from tests.apps.people.searching import IN_WALES, WHOLE, names, people_of
from tests.factories import accounts
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def people(organisation):
    return people_of(organisation)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("smi", ["Smith, John", "Smith, John", "Smithson, Mary Ann"]),
        ("SMITH", ["Smith, John", "Smith, John", "Smithson, Mary Ann"]),
        ("john smi", ["Smith, John", "Smith, John"]),
        ("smith john", ["Smith, John", "Smith, John"]),
        ("smith j", ["Smith, John", "Smith, John"]),
        ("zoe", ["D'Arcy, Zoë"]),
        ("Zoë d’arcy", ["D'Arcy, Zoë"]),
        ("berg", []),
        ("van der", ["van der Berg, Anna"]),
        ("anna van der berg", ["van der Berg, Anna"]),
        ("mary ann", ["Smithson, Mary Ann"]),
    ],
)
def test_a_name_is_found_in_either_order_and_as_far_as_typed(people, typed, expected):
    assert names(WHOLE, text=typed, kind="name") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 mill lane", ["D'Arcy, Zoë", "Rees, Owain", "Smith, John", "Smith, John"]),
        ("mill lane sa4", ["D'Arcy, Zoë", "Rees, Owain", "Smith, John"]),
        ("12 Mill Ln, SA4 3AB", ["D'Arcy, Zoë", "Rees, Owain", "Smith, John"]),
        ("high street", ["Smithson, Mary Ann", "van der Berg, Anna"]),
        ("high street swansea", ["van der Berg, Anna"]),
        ("1 high street", ["Smithson, Mary Ann"]),
        ("high str", ["van der Berg, Anna"]),
    ],
)
def test_a_street_is_found_by_its_name_house_postcode_and_town(people, typed, expected):
    assert names(WHOLE, text=typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sa4 3ab", 3), ("SA43AB", 3), ("sa4", 3), ("w5", 2), ("sa4 3", 3), ("sa", 0),
    ],
)  # fmt: skip
def test_a_postcode_is_found_whole_or_by_its_first_half(people, typed, expected):
    assert len(names(WHOLE, text=typed, kind="postcode")) == expected


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "+44 7700 900123", "0044 7700 900 123", "(07700) 900-123",
     "+44 (0)7700 900123", "7700900123", "447700900123"],
)  # fmt: skip
def test_a_telephone_is_found_in_any_spelling(people, typed):
    assert names(WHOLE, text=typed) == ["Smith, John"]


def test_the_beginning_of_a_telephone_finds_all_that_begin_so(people):
    assert names(WHOLE, text="07700 9001") == ["Smith, John", "Smith, John"]


@pytest.mark.parametrize("typed", ["john@example.org", "JOHN@EXAMPLE.ORG ", "john@example.o"])
def test_an_address_is_found_whatever_its_case(people, typed):
    assert names(WHOLE, text=typed) == ["Smith, John"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [("smtih", "smith"), ("smit john", ""), ("jonh smith", "john smith"), ("resse", "rees")],
)  # fmt: skip
def test_a_mistyped_name_finds_those_near_it(people, typed, near):
    page = page_of(WHOLE, Filters(text=typed))
    assert page.near[:1] == ((near,) if near else ())
    assert page.people


def test_names_near_a_mistyped_one_are_those_within_reach_only(people):
    assert page_of(IN_WALES, Filters(text="smithsin")).near == ()
    assert page_of(WHOLE, Filters(text="smithsin")).near == ("smithson",)


def test_nobody_named_so_is_looked_for_as_a_street(people):
    assert page_of(WHOLE, Filters(text="mill")).filters.kind == "street"


def test_how_the_box_is_read_can_be_said(people):
    assert names(WHOLE, text="mill lane", kind="name") == []


@pytest.mark.parametrize(
    "said",
    [
        {"text": "smith"}, {"text": "john"}, {"text": "smi john"}, {"text": "12 mill lane"},
        {"text": "mill"}, {"text": "w5"}, {"text": "w5 2ab"}, {"text": "07700 900124"},
        {"text": "0770090012"}, {"text": "john@example.net"}, {"text": "smiht"},
        {"text": "smithson"}, {"area": "/london/"}, {"area": "/london/ealing/"}, {},
        {"has_email": "yes"}, {"stopped": "no"}, {"minor": "no"}, {"volunteer": "no"},
        {"text": "nowak"}, {"has_phone": "yes"},
    ],
)  # fmt: skip
def test_an_organiser_of_wales_never_finds_or_counts_anybody_of_london(people, said):
    filters = Filters(**said)
    theirs = {people["london"].pk, people["smithson"].pk, people["nowhere"].pk}
    assert not theirs & {one.pk for one in page_of(IN_WALES, filters).people}
    assert not theirs & set(found(IN_WALES, filters).values_list("pk", flat=True))
    shown = page_of(IN_WALES, filters)
    if not shown.near:
        assert count(IN_WALES, filters).n == len(shown.people)


def test_what_begins_where_another_area_ends_is_not_within_reach(people):
    assert names(Reach(areas=frozenset({"/wale/"}))) == []


def test_another_organisations_people_are_never_found(people):
    other = accounts.organisation() if not accounts.is_sqlite() else None
    if other is None:
        with scope(accounts.organisation().pk):
            assert names(WHOLE, text="smith") == []
        return
    with scope(other.pk):
        assert names(WHOLE, text="smith") == []
        assert page_of(WHOLE, Filters(text="smtih")).near == ()


def test_tags_and_skills_must_all_be_there(organisation, people):
    tags = {}
    for kind, name in (("tag", "driver"), ("tag", "member"), ("skill", "sewing")):
        tags[name] = Tag(organisation=organisation, kind=kind, name=name)
        tags[name].save(force_insert=True)
    for whose, name in (("john", "driver"), ("john", "sewing"), ("anna", "driver")):
        Tagging(organisation=organisation, tag=tags[name], person=people[whose]).save()
    assert names(WHOLE, tags=(str(tags["driver"].pk),)) == ["Smith, John", "van der Berg, Anna"]
    both = {"tags": (str(tags["driver"].pk),), "skills": (str(tags["sewing"].pk),)}
    assert names(WHOLE, **both) == ["Smith, John"]
    assert names(WHOLE, tags=(str(tags["member"].pk),)) == []


def test_support_levels_are_any_of_those_chosen(people):
    for whose, level in (("john", 1), ("anna", 2), ("zoe", 5)):
        Person.objects.filter(pk=people[whose].pk).update(support_level=level)
    assert names(WHOLE, support=(1, 2)) == ["Smith, John", "van der Berg, Anna"]


def test_volunteers_are_told_from_the_trained_and_the_others(organisation, people):
    district = PostcodeDistrict.objects.create(code="SA4", lon=-4.1, lat=51.6)
    for whose, is_trained in (("john", True), ("anna", False)):
        Volunteer(
            organisation=organisation, person=people[whose], district=district, mode="car",
            max_minutes=30, slots="sat-am", is_trained=is_trained, signed_up_at=timezone.now(),
        ).save()  # fmt: skip
    assert names(WHOLE, volunteer="yes") == ["Smith, John", "van der Berg, Anna"]
    assert names(WHOLE, volunteer="trained") == ["Smith, John"]
    assert len(names(WHOLE, volunteer="no")) == 5


def test_a_consent_counts_until_it_is_taken_back(organisation, people):
    for whose, hours_ago, is_given in (("john", 3, True), ("anna", 3, True), ("anna", 1, False)):
        at = timezone.now() - timedelta(hours=hours_ago)
        said = Said(people[whose].pk, "contact", "email", is_given, "form", at=at)
        record(by=None, organisation=organisation, said=said)
    assert names(WHOLE, consent="contact") == ["Smith, John"]


def test_details_stops_and_age_are_told_apart(people):
    Person.objects.filter(pk=people["anna"].pk).update(is_stopped=True)
    Person.objects.filter(pk=people["zoe"].pk).update(is_minor=True)
    assert names(WHOLE, has_email="no") == ["D'Arcy, Zoë"]
    assert names(WHOLE, has_phone="yes", area="/wales/") == ["Smith, John"]
    assert names(WHOLE, stopped="yes") == ["van der Berg, Anna"]
    assert names(WHOLE, minor="yes") == ["D'Arcy, Zoë"]


def test_people_are_found_by_the_import_that_brought_them(organisation, people):
    number = Import(
        organisation=organisation, number=3, file_name="a.csv", file_hash="x", file_bytes=1,
        format="csv", where_from="a stall",
    )  # fmt: skip
    number.save(force_insert=True)
    Person.objects.filter(pk=people["flat"].pk).update(created_in=number)
    assert names(WHOLE, came_with=3) == ["Rees, Owain"]


def test_pages_follow_one_another_without_gap_or_repetition(organisation):
    for n in range(120):
        person(of=organisation, first_name=f"Kim {n % 7}", last_name=f"Lee{n % 11:02}")
    for filters in (Filters(), Filters(text="lee"), Filters(has_email="yes")):
        seen, after = [], None
        while True:
            page = page_of(WHOLE, filters, after=after)
            seen += [one.pk for one in page.people]
            if not page.next:
                break
            after = page.next
        assert len(seen) == len(set(seen)) == 120
        keys = list(Person.objects.order_by("name_key", "pk").values_list("pk", flat=True))
        assert seen == keys


@pytest.mark.parametrize(
    "said", [{}, {"text": "lee"}, {"text": "ki"}, {"has_email": "yes"}, {"text": "kim lee"}]
)
def test_walking_finds_what_gathering_finds(organisation, monkeypatch, said):
    for n in range(130):
        person(of=organisation, first_name=f"Kim {n % 7}", last_name=f"Lee{n % 11:02}")
    gathered = page_of(WHOLE, Filters(**said))
    later = page_of(WHOLE, Filters(**said), after=gathered.next)
    monkeypatch.setattr(looking, "FEW", 10)
    walked = page_of(WHOLE, Filters(**said))
    assert [one.pk for one in walked.people] == [one.pk for one in gathered.people]
    assert walked.count.is_more
    again = page_of(WHOLE, Filters(**said), after=walked.next)
    assert [one.pk for one in again.people] == [one.pk for one in later.people]


def test_counts_end_where_they_say(organisation, monkeypatch):
    for _n in range(12):
        person(of=organisation)
    assert count(WHOLE, Filters()).n == 12
    monkeypatch.setattr(search, "MOST_COUNTED", 10)
    assert count(WHOLE, Filters()) == search.Count(10, is_more=True)


def test_a_search_reads_no_more_rows_than_a_page_needs(people, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page_of(WHOLE, Filters(text="smith"))


def test_found_holds_everybody_on_the_pages(people):
    for typed in ("smi", "12 mill lane", "sa4", "07700", "john@"):
        filters = Filters(text=typed)
        page = page_of(WHOLE, filters)
        assert set(found(WHOLE, filters)) == set(page.people)


def test_what_is_understood_says_how_the_box_was_read(people):
    assert understood(WHOLE, Filters(text="mill")).kind == "street"
    assert understood(WHOLE, Filters(text="smith")).kind == "name"


def test_an_address_with_a_part_we_do_not_know_is_refused():
    with pytest.raises(InputError, match="sql"):
        Filters.from_query(QueryDict("text=smith&sql=1"))


@pytest.mark.parametrize(
    "query",
    ["kind=guess", "volunteer=maybe", "support=9", "support=x", "tags=driver", "came_with=0",
     "came_with=9999999999", "consent=all", "minor=1", "area=/a/&area=/b/", "text=" + "a" * 101],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused(query):
    with pytest.raises(InputError):
        Filters.from_query(QueryDict(query))


def test_the_part_that_says_which_page_is_no_part_of_the_search():
    assert Filters.from_query(QueryDict("after=123")) == Filters()


filters_st = st.builds(
    Filters,
    text=st.text(max_size=20).map(str.strip),
    kind=st.sampled_from(["", "name", "street"]),
    area=st.sampled_from(["", "/wales/", "/wales/gower/"]),
    tags=st.lists(st.uuids().map(str), max_size=3, unique=True).map(sorted).map(tuple),
    support=st.lists(st.integers(1, 5), unique=True).map(sorted).map(tuple),
    volunteer=st.sampled_from(["", "yes", "trained", "no"]),
    stopped=st.sampled_from(["", "yes", "no"]),
    came_with=st.one_of(st.none(), st.integers(1, 10_000)),
)


@given(filters_st)
def test_a_search_survives_its_rule_and_its_address(filters):
    assert Filters.from_rule(filters.to_rule()) == filters
    assert Filters.from_query(QueryDict(filters.query())) == filters


@given(st.text(max_size=120))
def test_whatever_is_typed_can_be_read(text):
    for way in readings(text):
        way.condition()


@given(st.text(min_size=1, max_size=10), st.text(max_size=5))
def test_what_begins_so_comes_before_what_lies_behind(start, rest):
    if start[-1] < "\U0010ffff" and start.isprintable():
        assert start <= start + rest < behind(start)


def test_numbers_without_their_country_are_the_organisations():
    assert international("087 123", "IE") == "+35387123"


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "'; DROP TABLE people_person; --", "\\", "|", "a|b", "\x00", "12", "@", "+", "🙂"],
)
def test_letters_that_mean_something_to_databases_mean_nothing_here(people, typed):
    assert page_of(WHOLE, Filters(text=typed)).people == []
