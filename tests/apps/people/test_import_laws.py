"""What holds for every list: no row is lost, and the same list again changes nothing."""

from contextlib import contextmanager
from string import ascii_lowercase

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Person
from groundswell.apps.people.planning.comparing import compare, list_hash
from groundswell.apps.people.planning.matching import INDEX, fold, keys_of, number_key
from groundswell.exchange.people.keys import name_key, street_key
from tests.apps.people.lists import checked, csv, decide, undone, written
from tests.factories import accounts

pytestmark = pytest.mark.django_db

# Few of each, so that rows meet: the same person twice, twins, fathers and sons, nobody at all.
names = st.sampled_from(["", "John", "Jon", "Ceri", "Ann"])
surnames = st.sampled_from(["", "Smith", "Hopkin"])
emails = st.sampled_from(["", "", "a@example.org", "b@example.org", "not an address"])
phones = st.sampled_from(["", "", "07700 900001", "07700 900002", "call office"])
homes = st.sampled_from([",,", "1 High Street,Swansea,SA4 3AB", "2 High Street,Swansea,SA4 3AB"])
numbers = st.sampled_from(["", "", "1", "2", "3"])
rows = st.builds(lambda *cells: ",".join(cells), numbers, names, surnames, emails, phones, homes)
# Blank rows are no rows.
lists = st.lists(rows.filter(lambda row: row.strip(",")), min_size=1, max_size=12)


@pytest.fixture
def organisation():
    made = accounts.organisation()
    decide(made)
    with scope(made.pk):
        yield made


@pytest.fixture
def maya(organisation):
    return accounts.member(of=organisation)


@contextmanager
def taken_back():
    """Whatever an example writes is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bring(organisation, by, content):
    """The import of a list that has been written; None where every row of it is refused."""
    of = checked(organisation, csv(*content), by)
    actions.stop(by=by, of=of)
    if of.receipt["rows"] == of.receipt["refused"]:
        return None
    return written(organisation, csv(*content), by)


FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@FEW
@given(first=lists, second=lists)
def test_the_lines_of_a_receipt_add_up_and_no_row_is_lost(organisation, maya, first, second):
    with taken_back():
        for content in (first, second):
            of = bring(organisation, maya, content)
            if of is not None:
                lines = dict(of.receipt)
                assert lines.pop("rows") == sum(lines.values()) == len(content)


@pytest.mark.slow
@FEW
@given(content=lists)
def test_the_same_list_again_adds_and_changes_nobody(organisation, maya, content):
    with taken_back():
        bring(organisation, maya, content)
        before = list(Person.objects.order_by("pk").values())
        bring(organisation, maya, content)
        after = list(Person.objects.order_by("pk").values())
        assert after == before


@pytest.mark.slow
@FEW
@given(first=lists, second=lists)
def test_an_undone_list_leaves_everybody_as_they_were(organisation, maya, first, second):
    with taken_back():
        bring(organisation, maya, first)
        before = list(Person.objects.order_by("pk").values())
        of = bring(organisation, maya, second)
        if of is not None:
            undone(of, maya)
        assert list(Person.objects.order_by("pk").values()) == before


# Without a database: who is one person in a file, and what a row may change.

words = st.text(ascii_lowercase, max_size=2)


def leaders_of(people):
    frame = pl.DataFrame(
        people, schema=["source_id", "name_key", "email", "phone", "street_key"], orient="row"
    ).cast(pl.String)
    index = pl.int_range(frame.height, dtype=INDEX, eager=True).alias("index")
    rows = frame.select(number_key("source_id").alias("number"), refused=pl.lit(False))
    keys = keys_of(frame).with_columns(index)
    evidence = lambda wanted: keys.filter(pl.col("index").is_in(wanted.implode()))  # noqa: E731
    return fold(rows.with_columns(index), evidence)


@given(st.lists(st.tuples(words, words, words, words, words), min_size=1, max_size=30))
def test_whoever_is_one_person_with_the_first_row_is_so_at_once(people):
    leaders = leaders_of(people)
    assert leaders.gather(leaders).to_list() == leaders.to_list()
    assert (leaders <= pl.int_range(leaders.len(), eager=True)).all()


@given(st.lists(st.tuples(words, words, words, words, words), min_size=1, max_size=30))
def test_nobody_is_one_person_with_somebody_of_another_name(people):
    rows = [("", *rest) for _, *rest in people]
    named = pl.Series([row[1] for row in rows])
    leaders = leaders_of(rows)
    assert named.gather(leaders).to_list() == named.to_list()


@given(st.lists(st.tuples(words, words, words, words, words), min_size=1, max_size=30))
def test_nobody_is_one_person_with_somebody_of_another_number(people):
    numbered = pl.Series([row[0] for row in people])
    leaders = leaders_of(people)
    assert numbered.gather(leaders).to_list() == numbered.to_list()


TEXTS = ("first_name", "last_name", "email", "phone", "address", "town", "postcode")
texts = st.fixed_dictionaries(dict.fromkeys(TEXTS, words))
facts = st.fixed_dictionaries(
    {"support_level": st.none() | st.integers(1, 5), "area_id": st.none() | st.just("a" * 32)}
)


def one(old, new, **more):
    """What a row makes of a person."""
    person = pl.DataFrame(
        [
            {
                "id": "p", **old, "is_minor": False, "is_stopped": False, "source": "csv",
                "list_hash": 1, "by_hand": 0, "changed_at": "", **more.pop("person", {}),
            }
        ],
        schema_overrides={"support_level": pl.Int64, "area_id": pl.String},
    )  # fmt: skip
    row = pl.DataFrame(
        [
            {
                "target": "p", **new, "is_minor": False, "is_own": True, "is_to_stop": False,
                "consent": None, "do_not_contact": False, "tags": [], "skills": [], "name_key": "",
                "street_key": "", **more,
            }
        ],
        schema_overrides={
            "support_level": pl.Int64, "area_id": pl.String, "consent": pl.Boolean,
            "tags": pl.List(pl.String), "skills": pl.List(pl.String),
        },
    )  # fmt: skip
    row = row.with_columns(list_hash=list_hash())
    return compare(row, person, has_birth=False).row(0, named=True)


@given(texts, texts, facts, facts, st.booleans())
def test_a_row_leaves_no_gap_where_something_was_but_in_an_address(old, new, was, says, is_own):
    after = one(old | was, new | says, is_own=is_own)
    for name in ("first_name", "last_name", "email", "phone", "support_level", "area_id"):
        assert after[name] or not (old | was)[name]
    assert after["address"] or not old["address"]


@given(texts, texts, facts, facts)
def test_a_merge_replaces_nothing(old, new, was, says):
    after = one(old | was, new | says, is_own=False)
    for name, value in (old | was).items():
        if value:
            assert after[name] == value


@given(texts, texts, facts, facts, st.booleans())
def test_nobody_who_was_stopped_is_started_or_changed(old, new, was, says, is_own):
    after = one(old | was, new | says, is_own=is_own, person={"is_stopped": True})
    assert after["is_stopped"]
    assert not after["changed"]


@given(texts, texts, facts, facts)
def test_what_somebody_typed_in_stays(old, new, was, says):
    after = one(old | was, new | says, person={"by_hand": 0x3FF})
    assert {name: after[name] for name in (*TEXTS, *facts_of(was))} == old | was


def facts_of(was):
    return tuple(was)


@given(texts, texts, facts, facts, st.booleans())
def test_the_keys_follow_the_name_and_the_address(old, new, was, says, is_own):
    after = one(old | was, new | says, is_own=is_own)
    keys = pl.select(
        name_key(pl.lit(after["first_name"]), pl.lit(after["last_name"])),
        street_key(pl.lit(after["address"]), pl.lit(after["postcode"])).alias("street"),
    ).row(0)
    assert (after["name_key"], after["street_key"]) == keys
