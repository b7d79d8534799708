"""The pages of plans, as organisers see and use them."""

import csv
import io
import json

import pytest
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.forms.plans import PlanForm
from groundswell.apps.dispatch.models import Placement, Plan, PlanSeat
from groundswell.apps.dispatch.tasks import run_plan
from groundswell.apps.elections import actions as elections_actions
from groundswell.apps.elections.models import Forecast, SeatWeight
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Volunteer
from tests.factories import accounts, dispatch, elections, events

pytestmark = pytest.mark.django_db
USUAL = PlanForm.initial_of(PlanAssumptions())
MOST_QUERIES = 20


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def made(organisation):
    return dispatch.campaign(of=organisation)


@pytest.fixture
def plan(made):
    return dispatch.finished_plan(made)


@pytest.fixture
def national(client, organisation):
    client.force_login(accounts.member(of=organisation))
    return client


@pytest.fixture
def regional(client, organisation):
    client.force_login(accounts.member(of=organisation, role=Role.REGIONAL))
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


# The list.


def test_an_empty_list_says_what_a_plan_is_and_offers_to_make_one(national, made):
    page = text_of(national.get(reverse("plans")))
    assert "No plan yet" in page
    assert "60 people have offered help, and 12 shifts are on offer" in page
    assert f'href="{reverse("new-plan")}"' in page


@pytest.mark.parametrize(
    ("take", "words"),
    [
        (Volunteer, "Nobody has offered help yet"),
        (Event, "No shift is on offer"),
        (Forecast, "There is no forecast yet"),
    ],
)
def test_an_empty_list_says_what_is_missing(national, made, take, words):
    take.objects.all().delete()
    page = text_of(national.get(reverse("plans")))
    assert words in page
    assert f'href="{reverse("new-plan")}"' not in page


def test_without_a_side_the_list_says_so(national, organisation):
    assert "no side are chosen" in text_of(national.get(reverse("plans")))


def test_the_list_has_every_plan_with_its_state(national, made, plan):
    waiting, stopped, failed = (dispatch.asked_plan(made) for _ in range(3))
    Job.objects.filter(pk=stopped.job_id).update(state=Job.State.CANCELLED)
    Job.objects.filter(pk=failed.job_id).update(state=Job.State.FAILED)
    page = text_of(national.get(reverse("plans")))
    for one in (plan, waiting, stopped, failed):
        assert reverse("plan", args=[one.pk]) in page
    for state in ("proposed", "waiting for a worker", "stopped", "failed"):
        assert state in page


def test_the_list_asks_the_database_no_more_for_more_plans(
    national, made, plan, django_assert_max_num_queries
):
    for _ in range(4):
        dispatch.asked_plan(made)
    with django_assert_max_num_queries(MOST_QUERIES):
        national.get(reverse("plans"))


def test_a_long_list_comes_in_pages(national, made):
    for _ in range(51):
        dispatch.asked_plan(made)
    assert ">Plan 1<" not in text_of(national.get(reverse("plans")))
    assert ">Plan 1<" in text_of(national.get(reverse("plans"), {"page": "2"}))


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "%00"])
def test_a_page_that_is_not_there_shows_another(national, plan, page):
    assert national.get(reverse("plans"), {"page": page}).status_code == 200


# One plan.


def test_a_plan_shows_its_five_figures(national, plan):
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    for name in ("People placed", "Places still open", "Expected gain", "Travel, one way"):
        assert name in page
    assert f"{plan.summary['people_placed']:,}<small>of " in page
    assert "at 1 vote per 40 conversations" in page
    assert "over the evidence" in page


def test_a_plan_says_in_one_sentence_how_good_it_is(national, plan):
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "Whatever the method, no plan for these people and shifts can gain more than" in page


def test_the_table_has_the_seats_with_shifts_the_most_valuable_first(national, made, plan):
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    table = page[page.index('id="seats"') :]
    shown = [name for name in ("Seat 0", "Seat 1", "Seat 2", "Seat 3") if name in table]
    by_price = PlanSeat.objects.filter(plan=plan, n_places__gt=0).order_by("-seat_price")
    places = [table.index(f">{row.seat.name}<") for row in by_price.select_related("seat")]
    assert len(shown) == 4
    assert places == sorted(places)
    assert "Seat 4" not in table


def test_every_seat_is_a_hexagon(national, made, plan):
    page = national.get(reverse("plan", args=[plan.pk])).content.decode()
    for seat in made.seats:
        assert f'data-code="{seat.code}"' in page


@pytest.mark.parametrize("by", ["value", "chance", "open", "", "nonsense", "<script>"])
def test_any_word_for_the_colours_draws_a_map(national, plan, by):
    response = national.get(reverse("plan", args=[plan.pk]), {"by": by})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_region_leaves_its_seats_only(national, plan):
    response = national.get(reverse("plan", args=[plan.pk]), {"region": "South"})
    assert [row.place.name for row in response.context["rows"]] == ["Seat 3"]


def test_a_region_without_seats_offers_them_all(national, plan):
    page = text_of(national.get(reverse("plan", args=[plan.pk]), {"region": "Atlantis"}))
    assert "No seat of the plan lies in this region" in page


def test_a_plan_without_effect_says_that_nothing_can_be_gained(national, made):
    plan = dispatch.finished_plan(made, votes_per_contact=0.0)
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "nothing can be gained anywhere" in page


@pytest.mark.parametrize("name", ["plan", "plan-map", "plan-csv"])
def test_a_plans_pages_ask_the_database_little(national, plan, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        assert national.get(reverse(name, args=[plan.pk])).status_code == 200


@pytest.mark.parametrize("name", ["plan", "plan-map", "plan-csv"])
def test_a_plan_of_another_organisation_is_not_found(client, plan, name):
    other = accounts.organisation()
    with scope(other.pk):
        client.force_login(accounts.member(of=other))
    assert client.get(reverse(name, args=[plan.pk])).status_code == 404


def test_a_plan_that_waits_shows_how_far_it_is_and_can_be_stopped(national, made):
    plan = dispatch.asked_plan(made)
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert reverse("job", args=[plan.job_id]) in page
    assert reverse("stop-job", args=[plan.job_id]) in page


def test_a_plan_that_failed_says_why_and_offers_to_try_again(national, made):
    plan = dispatch.asked_plan(made)
    Volunteer.objects.all().delete()
    run_plan.call(str(plan.job_id))
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "Nobody has offered help yet" in page
    assert reverse("plan-again", args=[plan.pk]) in page


def test_a_plan_that_was_stopped_says_so(national, made):
    plan = dispatch.asked_plan(made)
    national.post(reverse("stop-job", args=[plan.job_id]))
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "This plan was stopped" in page


@pytest.mark.parametrize("name", ["plan-map", "plan-csv"])
def test_an_unfinished_plan_has_no_map_and_no_table(national, made, name):
    plan = dispatch.asked_plan(made)
    assert national.get(reverse(name, args=[plan.pk])).status_code == 404


# Changes.


def test_new_people_are_said_with_one_button_to_plan_again(national, made, plan):
    for _ in range(3):
        events.volunteer(of=made.organisation, district=elections.district("D0"))
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "3 people have signed up since this plan" in page
    assert reverse("plan-again", args=[plan.pk]) in page


def test_planning_again_keeps_what_was_assumed(national, made):
    plan = dispatch.finished_plan(made, min_team=3)
    response = national.post(reverse("plan-again", args=[plan.pk]))
    again = Plan.objects.get(number=2)
    assert response.url == reverse("plan", args=[again.pk])
    assert again.assumptions == plan.assumptions


def test_after_a_change_of_side_the_plan_offers_one_for_the_new_side(national, made, plan):
    national.post(
        reverse("choose-side"),
        {"side": made.rival.code, "next": reverse("plan", args=[plan.pk])},
    )
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "This plan is for LAB; the side is now CON" in page
    assert "Plan for CON" in page

    national.post(reverse("plan-again", args=[plan.pk]))
    new = Plan.objects.get(number=2)
    run_plan.call(str(new.job_id))
    assert new.side == made.rival
    assert "Go to plan 2" in text_of(national.get(reverse("plan", args=[plan.pk])))


# The form.


def test_the_form_starts_from_the_last_plan(national, made):
    dispatch.asked_plan(made, min_team=9, votes_per_contact=1 / 25)
    form = national.get(reverse("new-plan")).context["form"]
    assert (form["min_team"].value(), form["contacts_per_vote"].value()) == (9, 25)


def test_a_sent_form_starts_a_plan_with_what_was_typed(national, made):
    response = national.post(
        reverse("new-plan"),
        USUAL | {"contacts_per_vote": "100", "no_effect": "", "places_percent": "120"},
    )
    plan = Plan.objects.get()
    assert response.url == reverse("plan", args=[plan.pk])
    assert plan.assumptions["votes_per_contact"] == 0.01
    assert plan.assumptions["places_percent"] == 120


@pytest.mark.parametrize(
    "typed",
    [
        {"contacts_per_vote": "-5"},
        {"min_team": "<i>"},
        {"places_percent": "1e9"},
        {"hours_per_seat": ""},
        {"contacts_per_shift": "☃"},
    ],
)
def test_a_form_with_a_mistake_comes_back_with_it(national, made, typed):
    response = national.post(reverse("new-plan"), USUAL | {"no_effect": ""} | typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "<title>Error:" in page
    assert "<i>" not in page
    assert not Plan.objects.exists()


def test_a_form_that_cannot_start_says_what_is_missing(national, made):
    Volunteer.objects.all().delete()
    response = national.post(reverse("new-plan"), USUAL | {"no_effect": ""})
    assert response.status_code == 422
    assert "Nobody has offered help yet" in response.content.decode()


def test_the_form_lists_the_seats_that_weigh_otherwise(national, made):
    SeatWeight.objects.create(organisation=made.organisation, seat=made.seats[1], weight=2.5)
    assert "Seat 1" in text_of(national.get(reverse("new-plan")))


def test_the_form_asks_the_database_little(national, made, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        national.get(reverse("new-plan"))


# Accepting.


def test_a_plan_is_accepted_and_that_undone_with_a_button_each(national, plan):
    national.post(reverse("accept-plan", args=[plan.pk]))
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert "accepted" in page
    assert reverse("withdraw-plan", args=[plan.pk]) in page
    national.post(reverse("withdraw-plan", args=[plan.pk]))
    page = text_of(national.get(reverse("plan", args=[plan.pk])))
    assert reverse("accept-plan", args=[plan.pk]) in page


# The files.


def test_the_map_has_a_spot_for_each_seat_with_shifts(national, made, plan):
    data = json.loads(national.get(reverse("plan-map", args=[plan.pk])).content)
    assert len(data["bounds"]) == 4
    assert [len(spot["at"]) for spot in data["spots"]] == [2] * 4
    assert sum(line["n"] for line in data["lines"]) == plan.summary["placed"]
    assert data["land_url"] is None
    assert len(data["dots"]) == 3


def test_the_csv_has_a_row_for_each_seat_with_shifts_and_no_person(national, made, plan):
    response = national.get(reverse("plan-csv", args=[plan.pk]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 4
    assert sum(int(row["placed"]) for row in rows) == plan.summary["placed"]
    assert "attachment" in response.headers["Content-Disposition"]
    assert not any(v.person.email in response.content.decode() for v in made.volunteers)


def test_a_seat_named_like_a_formula_is_safe_in_a_spreadsheet(national, made, plan):
    seat = made.seats[2]
    seat.name = "=cmd|'/c calc'!A1"
    seat.save()
    page = national.get(reverse("plan-csv", args=[plan.pk])).content.decode()
    assert "'=cmd" in page


# Comparing.


def test_two_plans_stand_side_by_side(national, made, plan):
    other = dispatch.finished_plan(made, votes_per_contact=1 / 14, min_team=5)
    response = national.get(reverse("compare-plans"), {"a": plan.pk, "b": other.pk})
    page = text_of(response)
    assert "Plan 1 beside plan 2" in page
    differing = {line.name: (line.a, line.b) for line in response.context["compared"].assumptions}
    assert differing == {
        "Conversations for one added vote": ("40", "14"),
        "Smallest team": ("2", "5"),
    }


def test_without_a_choice_the_two_newest_are_compared(national, made):
    plans = [dispatch.finished_plan(made) for _ in range(3)]
    compared = national.get(reverse("compare-plans")).context["compared"]
    assert (compared.a, compared.b) == (plans[1], plans[2])


def test_seats_that_differ_most_come_first(national, made, plan):
    Shift.objects.filter(event__seat=made.seats[1]).update(places=0)
    dispatch.finished_plan(made)
    compared = national.get(reverse("compare-plans")).context["compared"]
    differences = [abs(pair.a - pair.b) for pair in compared.seats]
    assert all(differences)
    assert differences == sorted(differences, reverse=True)
    assert compared.n_moved == sum(differences) > 0


def test_one_plan_cannot_be_compared(national, plan):
    assert "Nothing to compare yet" in text_of(national.get(reverse("compare-plans")))


@pytest.mark.parametrize("given", [{"a": "x"}, {"a": "", "b": ""}, {"b": "1 OR 1=1"}])
def test_a_plan_that_is_none_is_not_found(national, plan, given):
    assert national.get(reverse("compare-plans"), given).status_code == 404


def test_comparing_asks_the_database_little(national, made, plan, django_assert_max_num_queries):
    dispatch.finished_plan(made)
    with django_assert_max_num_queries(MOST_QUERIES):
        national.get(reverse("compare-plans"))


# Places.


def test_places_are_changed_and_the_page_goes_back(national, made):
    shift = made.shifts[0]
    response = national.post(
        reverse("set-places", args=[shift.pk]), {"places": "25", "next": reverse("plans")}
    )
    assert response.url == reverse("plans")
    assert Shift.objects.get(pk=shift.pk).places == 25


def test_places_never_send_a_reader_to_another_site(national, made):
    shift = made.shifts[0]
    response = national.post(
        reverse("set-places", args=[shift.pk]), {"places": "25", "next": "https://evil.example/"}
    )
    assert response.url == reverse("seat", args=[shift.event.seat.code])


@pytest.mark.parametrize("places", ["-1", "100001", "many", "", "1e3"])
def test_impossible_places_are_refused_in_words(national, made, places):
    shift = made.shifts[0]
    response = national.post(reverse("set-places", args=[shift.pk]), {"places": places})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#places-{shift.pk}">Places:' in page
    assert f'value="{places}" aria-invalid="true"' in page
    assert "<title>Error: Seat 0" in page
    assert Shift.objects.get(pk=shift.pk).places == 8


# Who may.


@pytest.mark.parametrize("name", ["plan", "plan-map", "plan-csv"])
def test_a_regional_organiser_may_read_plans(regional, plan, name):
    assert regional.get(reverse(name, args=[plan.pk])).status_code == 200


@pytest.mark.parametrize("name", ["plans", "compare-plans"])
def test_a_regional_organiser_may_read_the_lists(regional, plan, name):
    assert regional.get(reverse(name)).status_code == 200


def test_a_regional_organiser_is_offered_nothing_they_may_not_do(regional, made, plan):
    events.volunteer(of=made.organisation, district=elections.district("D0"))
    page = text_of(regional.get(reverse("plan", args=[plan.pk])))
    assert "One person has signed up" in page
    for name in ("plan-again", "accept-plan"):
        assert reverse(name, args=[plan.pk]) not in page
    assert reverse("new-plan") not in page


@pytest.mark.parametrize("name", ["plan-again", "accept-plan", "withdraw-plan"])
def test_a_regional_organiser_can_neither_run_nor_accept(regional, plan, name):
    assert regional.post(reverse(name, args=[plan.pk])).status_code == 404
    assert Plan.objects.count() == 1
    assert not Plan.objects.filter(accepted_at__isnull=False).exists()


def test_a_regional_organiser_sees_no_form_and_changes_no_places(regional, made):
    assert regional.get(reverse("new-plan")).status_code == 404
    shift = made.shifts[0]
    assert regional.post(reverse("set-places", args=[shift.pk]), {"places": "1"}).status_code == 404


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.HOST, Role.TEAM_LEADER, Role.DATA_OFFICER])
def test_other_roles_do_not_find_plans(client, organisation, role):
    client.force_login(accounts.member(of=organisation, role=role))
    assert client.get(reverse("plans")).status_code == 404


def test_strangers_are_asked_to_log_in(client, plan):
    response = client.get(reverse("plan", args=[plan.pk]))
    assert response.status_code == 302
    assert "/log-in/" in response.url


@pytest.mark.parametrize("name", ["plan-again", "accept-plan", "withdraw-plan"])
def test_nothing_is_done_by_looking(national, plan, name):
    assert national.get(reverse(name, args=[plan.pk])).status_code == 405


def test_no_page_names_a_volunteer(national, made, plan):
    assert Placement.objects.filter(plan=plan).exists()
    for address in (
        reverse("plan", args=[plan.pk]), reverse("plans"), reverse("plan-map", args=[plan.pk]),
    ):  # fmt: skip
        page = national.get(address).content.decode()
        assert not any(v.person.email in page for v in made.volunteers)


def test_the_side_may_be_changed_from_the_list(national, made, plan):
    elections_actions.choose_side(by=None, organisation=made.organisation, party=made.rival)
    page = text_of(national.get(reverse("plans")))
    assert "CON Party" in page
