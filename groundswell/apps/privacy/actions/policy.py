"""Deciding what the organisation keeps about people, on which ground and for how long."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.datasets import BASES, CONDITIONS, DATA_SETS
from groundswell.apps.privacy.models import DataPolicy, DataSet, Processor
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.queries.policy import policy, second_for_small
from groundswell.errors import InputError

YOUNGEST, OLDEST = 13, 18


@dataclass(frozen=True)
class Decision:
    """What was decided for one kind of data.

    basis, condition: codes of privacy.datasets. document: where the reasons are written down.
    longer_because: needed if it is kept for longer than the default.
    """

    code: str
    purpose: str
    basis: str
    condition: str
    document: str
    keep_days: int
    longer_because: str = ""


@transaction.atomic
def decide(*, by: User, organisation: Organisation, mode: str, minimum_age: int = 16) -> DataPolicy:
    """Choose the data mode. Until somebody has, nothing can be imported."""
    if mode not in DataPolicy.Mode.values:
        raise InputError(_("Choose one of the three data modes."))
    if not YOUNGEST <= minimum_age <= OLDEST:
        raise InputError(
            _("The minimum age is %(age)d; it must be from %(youngest)d to %(oldest)d.")
            % {"age": minimum_age, "youngest": YOUNGEST, "oldest": OLDEST}
        )
    chosen = policy()
    chosen.mode, chosen.minimum_age = mode, minimum_age
    chosen.decided_by, chosen.decided_at = by, timezone.now()
    chosen.save(update_fields=["mode", "minimum_age", "decided_by", "decided_at"])
    note(
        "policy.decided", organisation_id=organisation.pk, by_id=by.pk, about=chosen,
        mode=mode, minimum_age=minimum_age,
    )  # fmt: skip
    return chosen


@transaction.atomic
def decide_data_set(*, by: User, organisation: Organisation, decision: Decision) -> DataSet:
    """Write down the ground and the time for one kind of data."""
    _refuse_unfit(decision)
    row, _made = DataSet.objects.update_or_create(
        organisation=organisation,
        code=decision.code,
        defaults={
            "purpose": decision.purpose,
            "basis": decision.basis,
            "condition": decision.condition,
            "document": decision.document,
            "keep_days": decision.keep_days,
            "longer_because": decision.longer_because,
            "decided_by": by,
            "decided_at": timezone.now(),
        },
    )
    note(
        "data_set.decided", organisation_id=organisation.pk, by_id=by.pk, about=row,
        code=decision.code, basis=decision.basis, condition=decision.condition,
        keep_days=decision.keep_days,
    )  # fmt: skip
    return row


def _refuse_unfit(decision: Decision) -> None:
    kind = DATA_SETS.get(decision.code)
    if kind is None:
        raise InputError(_("There is no kind of data of this name."))
    if decision.basis not in BASES or decision.condition not in CONDITIONS:
        raise InputError(_("Choose a ground in law under article 6, and one under article 9."))
    if decision.keep_days < 1:
        raise InputError(_("Data is kept for one day at the fewest."))
    if decision.keep_days > kind.keep_days and not decision.longer_because.strip():
        raise InputError(
            _(
                "%(name)s: %(days)d days is longer than the usual %(usual)d. Say why, or "
                "choose fewer."
            )
            % {"name": kind.name, "days": decision.keep_days, "usual": kind.keep_days}
        )
    if decision.code in ("roll", "support") and not decision.document.strip():
        raise InputError(
            _(
                "%(name)s: name the document in which the ground in law is set out: a statute, "
                "an assessment, a legal opinion."
            )
            % {"name": kind.name}
        )


@transaction.atomic
def take_defaults(*, by: User, organisation: Organisation, mode: str, document: str) -> None:
    """Choose a mode and the default ground and time for all that it allows: for a demo."""
    decide(by=by, organisation=organisation, mode=mode)
    for kind in DATA_SETS.values():
        if mode in kind.modes:
            decide_data_set(
                by=by,
                organisation=organisation,
                decision=Decision(
                    kind.code, str(kind.says)[:300], kind.basis, kind.condition, document,
                    kind.keep_days,
                ),
            )  # fmt: skip


@transaction.atomic
def ask_to_be_small(*, by: User, organisation: Organisation) -> DataPolicy:
    """Name the organisation small (docs/decisions/0011).

    If somebody else is there who could agree, it holds once they do; else at once.
    """
    asked = policy()
    if asked.is_small:
        return asked
    asked.small_asked_by, asked.small_asked_at = by, timezone.now()
    asked.is_small = second_for_small(by) is None
    asked.save(update_fields=["small_asked_by", "small_asked_at", "is_small"])
    action = "policy.small" if asked.is_small else "policy.small_asked"
    note(action, organisation_id=organisation.pk, by_id=by.pk, about=asked)
    transaction.on_commit(lambda: _tell_of_small(organisation, is_small=asked.is_small))
    return asked


@transaction.atomic
def agree_to_be_small(*, by: User, organisation: Organisation) -> DataPolicy:
    """The second person's yes."""
    asked = policy()
    if asked.is_small:
        return asked
    if asked.small_asked_at is None:
        raise InputError(_("Nobody has asked for this. Ask first; a second person then agrees."))
    if asked.small_asked_by_id == by.pk:
        raise InputError(_("Nobody approves what they asked for. Ask a second person to look."))
    asked.is_small = True
    asked.save(update_fields=["is_small"])
    note("policy.small", organisation_id=organisation.pk, by_id=by.pk, about=asked)
    transaction.on_commit(lambda: _tell_of_small(organisation, is_small=True))
    return asked


@transaction.atomic
def end_being_small(*, by: User, organisation: Organisation) -> DataPolicy:
    """From now on a second person is needed again. Takes one person: it makes nothing easier."""
    changed = policy()
    changed.is_small, changed.small_asked_by, changed.small_asked_at = False, None, None
    changed.save(update_fields=["is_small", "small_asked_by", "small_asked_at"])
    note("policy.not_small", organisation_id=organisation.pk, by_id=by.pk, about=changed)
    return changed


def _tell_of_small(organisation: Organisation, *, is_small: bool) -> None:
    told = (
        _("From now on imports and exports wait for a day in place of a second person.")
        if is_small
        else _("A second person must agree on the page Privacy before anything changes.")
    )
    tell_data_officers(
        organisation,
        _("Your organisation is to count as a small one"),
        f"{told}\n{_('If this is wrong, turn it off on the page Privacy, under What we keep.')}",
    )


@transaction.atomic
def add_processor(*, by: User, organisation: Organisation, **said: str) -> Processor:
    """Enter a supplier into the register. said: name, does, country, contract, transfer_ground."""
    if Processor.objects.filter(name__iexact=said["name"]).exists():
        raise InputError(_("%(name)s is in the list already.") % {"name": said["name"]})
    made = Processor(organisation=organisation, **said)
    made.save(force_insert=True)
    note("processor.added", organisation_id=organisation.pk, by_id=by.pk, about=made)
    return made


@transaction.atomic
def remove_processor(*, by: User, organisation: Organisation, processor: Processor) -> None:
    note("processor.removed", organisation_id=organisation.pk, by_id=by.pk, about=processor)
    processor.delete()
