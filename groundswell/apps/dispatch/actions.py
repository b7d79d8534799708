"""What a user can do with plans: ask for one, accept it, withdraw that."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.dispatch import queries, tasks
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.jobs.actions import ask
from groundswell.apps.jobs.release import release_name
from groundswell.errors import InputError


@transaction.atomic
def start_plan(
    *,
    by: User | None,
    organisation: Organisation,
    assumptions: PlanAssumptions | None = None,
) -> Plan:
    """Ask a worker for a plan for the side chosen, from the newest forecast.

    assumptions: the usual ones, if not given. by: None only at set-up.
    Raises InputError, saying all that is missing, if there is no side, forecast, shift or person.
    """
    assumptions = assumptions or PlanAssumptions()
    found = queries.readiness()
    if found.missing or found.choice is None or found.forecast is None:
        raise InputError(" ".join(str(need.words) for need in found.missing))
    # Two people may ask at once; numbers go out one by one.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = Plan.objects.aggregate(last=Max("number"))["last"] or 0
    plan = Plan(
        organisation=organisation,
        job=ask(by=by, organisation=organisation, kind="plan"),
        number=last + 1,
        forecast=found.forecast,
        side=found.choice.side,
        assumptions=assumptions.to_json(),
        release=release_name(),
    )
    plan.save(force_insert=True)
    note(
        "plan.asked",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=plan,
        number=plan.number,
        side=plan.side.code,
        **assumptions.to_json(),
    )
    tasks.run_plan.enqueue(str(plan.job_id))
    return plan


@transaction.atomic
def accept_plan(*, by: User, plan: Plan) -> Plan:
    """Say that this plan is the one; an earlier one for the same side and election no longer is.

    Raises InputError if it isn't finished, or so old that its list of people was cleared.
    """
    held: Plan = Plan.objects.defer("inputs").select_for_update().get(pk=plan.pk)
    if held.made_at is None:
        raise InputError(f"Plan {held.number} isn't finished, so it can't be accepted yet.")
    if held.accepted_at is not None:
        return held
    if not queries.has_people(held):
        raise InputError(
            f"Plan {held.number} is too old to accept: newer plans have been made since, and who "
            "would go where was cleared. Plan again."
        )
    before = Plan.objects.defer("inputs").filter(
        side_id=held.side_id,
        forecast__election_id=held.forecast.election_id,
        accepted_at__isnull=False,
    )
    for other in before:
        withdraw_acceptance(by=by, plan=other)
    held.accepted_at, held.accepted_by = timezone.now(), by
    held.save(update_fields=["accepted_at", "accepted_by"])
    note(
        "plan.accepted",
        organisation_id=held.organisation_id,
        by_id=by.pk,
        about=held,
        number=held.number,
    )
    return held


@transaction.atomic
def withdraw_acceptance(*, by: User, plan: Plan) -> Plan:
    """Undo an acceptance; a plan that wasn't accepted stays as it is."""
    held: Plan = Plan.objects.defer("inputs").select_for_update().get(pk=plan.pk)
    if held.accepted_at is None:
        return held
    held.accepted_at = held.accepted_by = None
    held.save(update_fields=["accepted_at", "accepted_by"])
    note(
        "plan.acceptance-withdrawn",
        organisation_id=held.organisation_id,
        by_id=by.pk,
        about=held,
        number=held.number,
    )
    return held
