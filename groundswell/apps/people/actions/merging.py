"""Making two rows of people one, with all that hangs on them, and two again."""

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Alias, Merge, Pair, Person, Support
from groundswell.apps.privacy.actions import consents
from groundswell.apps.privacy.queries.consents import standing
from groundswell.errors import InputError

DAYS_TO_UNDO = 30
# Taken over where the kept person has nothing; an address moves as a whole.
TOGETHER = (("email",), ("phone",), ("address", "town", "postcode"), ("area_id",))
MERGED_FIELDS = (
    *(name for names in TOGETHER for name in names),
    *("first_name", "last_name", "support_level", "is_stopped", "is_minor", "source", "source_id"),
)


class Exact(DjangoJSONEncoder):
    """Times to the microsecond, which Django's own spelling cuts off."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


@dataclass
class Folded:
    """What was done to other tables: rows moved to the kept one, and rows taken away."""

    moved: list[dict[str, str]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def merge(*, by: User, organisation: Organisation, kept: Person, gone: Person) -> Merge:
    """Make two people one: `kept` stays and takes over what it lacks; `gone` goes.

    Where both know a thing, what `kept` knows stays. A wish not to be contacted, and a consent
    taken back, holds for the one that is left. Can be undone for thirty days.
    """
    if kept.pk == gone.pk:
        raise InputError(_("These are already one person."))
    before, folded = _values(kept), Folded()
    said = _consents_to_write(kept, gone)
    gone_id, as_it_was = gone.pk, copy(gone)
    _fold(kept, gone, folded)
    _take_away(gone, folded)
    _take_over(kept, as_it_was)
    done = Merge(
        organisation=organisation,
        kept=kept,
        gone_id=gone_id,
        before={},
        merged_at=timezone.now(),
        merged_by=by,
        undo_until=timezone.now() + timedelta(days=DAYS_TO_UNDO),
    )
    alias = _number_of_gone(organisation, kept, as_it_was)
    done.before = {
        "kept": before,
        "after": _values(kept),
        "moved": folded.moved,
        "removed": folded.removed,
        "alias": str(alias.pk) if alias else "",
        "consents": [[line.purpose, line.channel, was] for line, was in said],
    }
    done.save(force_insert=True)
    proof = f"merge {done.pk}"
    _write_consents(by, organisation, [_restated(kept.pk, line, proof) for line, _was in said])
    note("people.merged", organisation_id=organisation.pk, by_id=by.pk, about=done)
    return done


@transaction.atomic
def undo_merge(*, by: User, organisation: Organisation, done: Merge) -> Person:
    """Make them two again. What was changed on the kept person since then stays changed."""
    if done.undone_at or timezone.now() > done.undo_until:
        raise InputError(_("This merge can’t be undone any more."))
    kept = done.kept
    for row in reversed(done.before["removed"]):
        for restored in serializers.deserialize("json", json.dumps([row])):
            restored.save()
    gone = Person.objects.get(pk=done.gone_id)
    for moved in done.before["moved"]:
        model = apps.get_model(moved["model"])
        model._default_manager.filter(pk=moved["pk"], **{moved["field"]: moved["to"]}).update(
            **{moved["field"]: moved["of"]}
        )
    if done.before["alias"]:
        Alias.objects.filter(pk=done.before["alias"]).delete()
    now_values = _values(kept)
    for name, was in done.before["kept"].items():
        if now_values[name] == done.before["after"][name]:
            setattr(kept, name, was)
    kept.changed_at = timezone.now()
    kept.save()
    back = [
        consents.Said(
            subject=kept.pk, purpose=purpose, channel=channel, is_given=bool(was),
            how="import", proof=f"merge {done.pk} undone",
        )
        for purpose, channel, was in done.before["consents"]
    ]  # fmt: skip
    _write_consents(by, organisation, back)
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    note("people.merge-undone", organisation_id=organisation.pk, by_id=by.pk, about=done)
    return gone


def _values(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in MERGED_FIELDS}
    return {name: str(v) if isinstance(v, UUID) else v for name, v in values.items()}


def _fold(kept: models.Model, gone: models.Model, folded: Folded) -> None:
    """Hand every row that points at `gone` to `kept`; what can't be held twice is taken away."""
    for relation in gone._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model: Any = relation.related_model
        name = relation.field.name  # type: ignore[union-attr]
        for row in model._default_manager.filter(**{name: gone}):
            if model is Pair:
                _take_away(row, folded)
            elif not _handed_over(row, name, kept, gone, folded):
                other = model._default_manager.filter(**{name: kept}).first()
                if relation.one_to_one and other is not None:
                    _fold(other, row, folded)
                _take_away(row, folded)


def _handed_over(
    row: models.Model, name: str, kept: models.Model, gone: models.Model, folded: Folded
) -> bool:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{name: kept})
    except IntegrityError:
        return False
    folded.moved.append(
        {
            "model": row._meta.label_lower,
            "field": name,
            "pk": str(row.pk),
            "of": str(gone.pk),
            "to": str(kept.pk),
        }
    )
    return True


def _take_away(row: models.Model, folded: Folded) -> None:
    folded.removed += json.loads(serializers.serialize("json", [row], cls=Exact))
    row.delete()


def _take_over(kept: Person, gone: Person) -> None:
    """Fill what the kept person lacks from the one that went."""
    for names in TOGETHER:
        if not any(getattr(kept, name) for name in names):
            for name in names:
                setattr(kept, name, getattr(gone, name))
    kept.first_name = kept.first_name or gone.first_name
    kept.last_name = kept.last_name or gone.last_name
    kept.is_stopped = kept.is_stopped or gone.is_stopped
    kept.is_minor = kept.is_minor or gone.is_minor
    newest = Support.objects.filter(person=kept).order_by("-said_at").first()
    if newest is not None:
        kept.support_level = newest.level
    elif kept.support_level is None:
        kept.support_level = gone.support_level
    if not kept.source_id:
        kept.source, kept.source_id = gone.source, gone.source_id
    kept.changed_at = timezone.now()
    kept.save()


def _number_of_gone(organisation: Organisation, kept: Person, gone: Person) -> Alias | None:
    """So that the next list with that number finds the one that is left."""
    number = {"source": gone.source, "source_id": gone.source_id}
    if not gone.source_id or number == {"source": kept.source, "source_id": kept.source_id}:
        return None
    alias = Alias(organisation=organisation, person=kept, **number)
    alias.save(force_insert=True)
    return alias


def _consents_to_write(kept: Person, gone: Person) -> list[tuple[Any, bool | None]]:
    """The lines of `gone` that change what holds for `kept`, each with what held before."""
    held = {(line.purpose, line.channel): line.is_given for line in standing(kept.pk)}
    lines = [(line, held.get((line.purpose, line.channel))) for line in standing(gone.pk)]
    # A consent that one of the two took back isn't given by the other.
    return [(line, was) for line, was in lines if was is None or (was and not line.is_given)]


def _restated(subject: UUID, line: Any, proof: str) -> consents.Said:
    return consents.Said(
        subject=subject,
        purpose=line.purpose,
        channel=line.channel,
        is_given=line.is_given,
        how=line.how,
        text=line.wording.text if line.wording else "",
        language=line.wording.language if line.wording else "en-gb",
        proof=proof,
    )


def _write_consents(by: User, organisation: Organisation, said: list[consents.Said]) -> None:
    if said:
        consents.record_many(by=by, organisation=organisation, rows=said)
