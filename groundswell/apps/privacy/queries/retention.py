"""Whether the nightly removal ran, what it removed, and whether its reports are genuine."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.privacy.datasets import DATA_SETS
from groundswell.apps.privacy.kept_for import KEPT_FOR
from groundswell.apps.privacy.models import RetentionRun
from groundswell.apps.privacy.queries.policy import data_sets
from groundswell.apps.privacy.reports import signature_of

SILENCE = timedelta(hours=48)
SHOWN = 30


@dataclass(frozen=True)
class Night:
    """One run: how many rows went, of each kind, and whether its signature holds."""

    run: RetentionRun
    n_removed: int
    is_genuine: bool

    @property
    def lines(self) -> list[tuple[str, int]]:
        return [(name_of(code), n) for code, n in self.run.removed.items()]


def latest_run() -> RetentionRun | None:
    return RetentionRun.objects.order_by("-ran_at").first()


def is_silent(*, at: datetime) -> bool:
    """Whether nothing was heard of the nightly removal for 48 hours: an alert."""
    run = latest_run()
    since = run.ran_at if run else _organisation().created_at
    return at - since > SILENCE


def nights() -> list[Night]:
    """The newest reports, each held against the one before it."""
    runs = list(RetentionRun.objects.order_by("-ran_at")[: SHOWN + 1])
    before = [run.signature for run in runs[1:]]
    if len(runs) <= SHOWN:
        before.append("")
    return [
        Night(
            run,
            sum(run.removed.values()),
            hmac.compare_digest(run.signature, signature_of(run, earlier)),
        )
        for run, earlier in zip(runs, before, strict=False)
    ]


@dataclass(frozen=True)
class Kept:
    """One thing that is removed, and after how long, in words."""

    code: str
    name: str
    kept: str
    n_last_night: int


def rules_in_words() -> list[Kept]:
    """All that is removed by itself, kinds of data first."""
    run = latest_run()
    removed = run.removed if run else {}
    decided = data_sets()
    found = []
    for code, kind in DATA_SETS.items():
        days = decided[code].keep_days if code in decided else kind.keep_days
        words = _("%(days)d days after the last change") % {"days": days}
        found.append(Kept(code, str(kind.name), words, removed.get(code, 0)))
    for code, (name, until) in KEPT_FOR.items():
        found.append(Kept(code, str(name), str(until), removed.get(code, 0)))
    return found


def name_of(code: str) -> str:
    """What a code in a report stands for."""
    if code in DATA_SETS:
        return str(DATA_SETS[code].name)
    return str(KEPT_FOR[code][0]) if code in KEPT_FOR else code


def _organisation() -> Organisation:
    return Organisation.objects.get(pk=active_organisation_id())
