"""Everybody of an organisation, compared; the likely pairs kept for somebody to look at."""

from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.jobs.actions import Progress
from groundswell.apps.people.models import Pair, Person
from groundswell.apps.people.planning.duplicates import COLUMNS, likely_pairs

MOST_PAIRS = 20_000  # the likeliest; nobody looks through more
ROWS_AT_ONCE = 100_000
READING_SHARE = 0.6


def find_and_store(organisation: Organisation, *, progress: Progress) -> int:
    """Compare everybody in scope. Returns how many pairs are open after it.

    Pairs that somebody has decided about stay as they are; open ones that are no longer likely go.
    """
    people = _people(progress)
    progress(READING_SHARE, _("Comparing people"))
    found = likely_pairs(
        people, progress=lambda share: progress(READING_SHARE + share * (0.95 - READING_SHARE))
    )
    return _store(organisation, found.frame.head(MOST_PAIRS))


def _people(progress: Progress) -> pl.DataFrame:
    n_people = max(Person.objects.count(), 1)
    rows = Person.objects.values_list("id", *COLUMNS).order_by().iterator(chunk_size=10_000)
    schema = dict.fromkeys(("id", *COLUMNS), pl.String)
    parts, part = [pl.DataFrame(schema=schema)], []
    for n, row in enumerate(rows, start=1):
        part.append((row[0].hex, *row[1:]))
        if len(part) == ROWS_AT_ONCE:
            parts.append(pl.DataFrame(part, schema=schema, orient="row"))
            part = []
            progress(READING_SHARE * n / n_people, _("Reading people"))
    return pl.concat([*parts, pl.DataFrame(part, schema=schema, orient="row")])


@transaction.atomic
def _store(organisation: Organisation, frame: pl.DataFrame) -> int:
    Pair.objects.filter(state=Pair.State.OPEN).delete()
    now = timezone.now()
    Pair.objects.bulk_create(
        (
            Pair(
                organisation=organisation,
                one_id=UUID(row["one"]),
                other_id=UUID(row["other"]),
                score=row["score"],
                reasons={kind: row[kind] for kind in ("same", "near", "differs")},
                found_at=now,
            )
            for row in frame.iter_rows(named=True)
        ),
        batch_size=2000,
        ignore_conflicts=True,  # decided before: it stays decided
    )
    return int(Pair.objects.filter(state=Pair.State.OPEN).count())
