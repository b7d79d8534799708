"""What an import may bring in: areas within reach, what the data mode allows, nobody too young.

`Rules` is made anew whenever a file is checked or written, so that a grant that ended, or a mode
that changed, counts at once.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.utils import timezone

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import Reach, reach_of
from groundswell.apps.people.models import Import
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.models import DataPolicy
from groundswell.apps.privacy.queries.policy import policy
from groundswell.errors import InputError

# Whom an organisation may look for at their doors are people who may vote, or nearly.
ADULTS_ONLY = frozenset({"roll", "supporters"})


@dataclass(frozen=True)
class Rules:
    """areas: columns word, area (hexadecimal id), within (whether it lies within reach).

    default_area: for rows that name none. has_birth: whether the file says who is under 18.
    """

    source: str
    columns: dict[str, str]
    areas: pl.DataFrame = field(repr=False)
    default_area: str | None
    reach: Reach
    mode: str
    adults_only: bool
    today: date

    @property
    def has_birth(self) -> bool:
        return "birth_date" in self.columns.values()


def rules_of(of: Import, reach: Reach) -> Rules:
    """The rules for one import, as of now."""
    return Rules(
        source=of.source,
        columns=dict(of.columns),
        areas=_areas(reach),
        default_area=of.area_id.hex if of.area_id else None,
        reach=reach,
        mode=policy().mode,
        adults_only=of.data_set in ADULTS_ONLY,
        today=timezone.localdate(),
    )


def reach_to_import(by: User | None) -> Reach:
    """How far somebody may import; everywhere from the shell. Raises InputError if nowhere."""
    if by is None:
        return Reach(whole=True)
    grants = live_grants(by, at=timezone.now(), of_scope=True)
    reach = reach_of(grants, "import.people")
    if not (reach.whole or reach.areas):
        raise InputError(
            "Whoever asked for this import may no longer import people, so nothing was written. "
            "Somebody who may can bring the file again."
        )
    return reach


def _areas(reach: Reach) -> pl.DataFrame:
    """Every word that means one area: its code, its path, its name; a word of two means none."""
    words = [
        (word.casefold(), node.pk.hex, _is_within(reach, node.path))
        for node in AreaNode.objects.only("code", "path", "name")
        for word in {node.code, node.path, node.path.strip("/"), node.name}
    ]
    found = pl.DataFrame(
        words, schema={"word": pl.String, "area": pl.String, "within": pl.Boolean}, orient="row"
    ).unique()
    return found.filter(~pl.col("word").is_duplicated())


def _is_within(reach: Reach, path: str) -> bool:
    return reach.whole or any(path.startswith(area) for area in reach.areas)


def held_to(rules: Rules, cleaned: pl.DataFrame) -> pl.DataFrame:
    """Cleaned rows with `area_id` in place of their words, refused or cut to what is allowed."""
    word = pl.col("area").str.to_lowercase().str.strip_chars()
    rows = cleaned.with_columns(word=word).join(
        rules.areas.rename({"area": "found"}), on="word", how="left", maintain_order="left"
    )
    says_none = pl.col("word") == ""
    area = pl.when(says_none).then(pl.lit(rules.default_area)).otherwise(pl.col("found"))
    no_level = pl.col("support_level").is_not_null() & (
        pl.col("is_minor") | pl.lit(rules.mode == DataPolicy.Mode.AREA)
    )
    rows = rows.with_columns(
        area_id=area.fill_null(pl.lit(rules.default_area)) if rules.reach.whole else area,
        refused=pl.coalesce("refused", _refusal(rules, says_none)),
        notes=pl.concat_list(
            "notes",
            _note(~says_none & pl.col("found").is_null(), "area-unknown"),
            _note(no_level, "level-not-kept"),
        ),
        support_level=pl.when(~no_level).then(pl.col("support_level")),
    )
    return rows.drop("word", "found", "within", "area")


def _note(if_true: pl.Expr, code: str) -> pl.Expr:
    none = pl.lit(None, pl.List(pl.String))
    return (
        pl.when(if_true)
        .then(pl.lit([code]))
        .otherwise(none)
        .fill_null(pl.lit([], pl.List(pl.String)))
    )


def _refusal(rules: Rules, says_none: pl.Expr) -> pl.Expr:
    young = pl.col("is_minor") & pl.lit(rules.adults_only)
    # What they can't see they can't tell apart either: unknown and elsewhere are one answer.
    outside = ~says_none & ~pl.col("within").fill_null(False)
    homeless = says_none & pl.lit(rules.default_area is None)
    elsewhere = (outside | homeless) & pl.lit(not rules.reach.whole)
    reason = pl.when(young).then(pl.lit("minor")).when(elsewhere).then(pl.lit("area-not-yours"))
    return reason.otherwise(None)
