"""What the organisation in scope has decided to keep, and on which ground."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.privacy.datasets import DATA_SETS, Kind
from groundswell.apps.privacy.models import DataPolicy, DataSet, Processor


def policy() -> DataPolicy:
    """The organisation's policy; made, undecided and in mode A, when first asked for."""
    found, _made = DataPolicy.objects.get_or_create(organisation_id=active_organisation_id())
    return found


def is_decided() -> bool:
    """Whether a data officer has chosen the data mode. Nothing is imported before."""
    return policy().decided_at is not None


def is_small() -> bool:
    """Whether a delay and a notice stand in for the second person (docs/decisions/0011)."""
    return policy().is_small


def may_keep(data_set: str) -> str | None:
    """None if this kind of data may be kept; else why not, and who changes it."""
    kind, decided = DATA_SETS[data_set], policy()
    if decided.decided_at is None:
        return _(
            "Nobody has decided yet what this organisation keeps about people. The data officer "
            "does so on the page Privacy, under What we keep."
        )
    if decided.mode not in kind.modes:
        return _(
            "%(data_set)s: not kept in the data mode that this organisation has chosen, "
            "“%(mode)s”. The data officer can change it on the page Privacy, under What we keep."
        ) % {"data_set": kind.name, "mode": decided.get_mode_display()}
    if not DataSet.objects.filter(code=data_set).exists():
        return _(
            "%(data_set)s: no ground in law has been written down for it. The data officer does "
            "so on the page Privacy, under What we keep."
        ) % {"data_set": kind.name}
    return None


def keep_days(data_set: str) -> int:
    """For how many days this kind of data is kept."""
    found = DataSet.objects.filter(code=data_set).values_list("keep_days", flat=True).first()
    return found if found is not None else DATA_SETS[data_set].keep_days


def data_sets() -> dict[str, DataSet]:
    """What was decided, by code."""
    return {row.code: row for row in DataSet.objects.all()}


def second_for_small(asker: User) -> User | None:
    """Somebody else who could agree that the organisation is small; None if nobody is there."""
    now = timezone.now()
    held = Grant.objects.filter(
        role__in=(Role.NATIONAL, Role.DATA_OFFICER),
        scope_kind=Grant.Scope.ORGANISATION,
        valid_from__lte=now,
        valid_until__gt=now,
        ended_at=None,
        subject__is_active=True,
    )
    first = held.exclude(subject=asker).select_related("subject").order_by("valid_from").first()
    return first.subject if first else None


def processors() -> QuerySet[Processor]:
    """Who works with the data on the organisation's behalf."""
    return Processor.objects.all()


def undecided() -> list[Kind]:
    """Kinds of data that the mode allows and nobody has written a ground down for."""
    decided, mode = data_sets(), policy().mode
    return [kind for kind in DATA_SETS.values() if mode in kind.modes and kind.code not in decided]
