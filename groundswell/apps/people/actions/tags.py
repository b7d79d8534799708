"""Putting words on people, and keeping the list of words in order."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Person, Tag, Tagging, Universe
from groundswell.errors import InputError


@transaction.atomic
def add_tag(*, by: User, organisation: Organisation, kind: str, name: str) -> Tag:
    """Make a tag or a skill. Raises InputError if there is one of that name, whatever its case."""
    name = _clean(name)
    if Tag.objects.filter(kind=kind, name__iexact=name).exists():
        raise InputError(_("“%(name)s” is there already.") % {"name": name})
    tag = Tag(organisation=organisation, kind=kind, name=name)
    tag.save(force_insert=True)
    note("tag.added", organisation_id=organisation.pk, by_id=by.pk, about=tag)
    return tag


@transaction.atomic
def rename_tag(*, by: User, organisation: Organisation, tag: Tag, name: str) -> None:
    """Give a word another spelling. People keep it."""
    name = _clean(name)
    if Tag.objects.filter(kind=tag.kind, name__iexact=name).exclude(pk=tag.pk).exists():
        raise InputError(
            _("“%(name)s” is there already. To have one of the two, merge them.") % {"name": name}
        )
    tag.name = name
    tag.save(update_fields=["name"])
    note("tag.renamed", organisation_id=organisation.pk, by_id=by.pk, about=tag)


@transaction.atomic
def merge_tags(*, by: User, organisation: Organisation, tag: Tag, into: Tag) -> None:
    """Whoever had one word has the other; saved universes ask for the other too."""
    if tag.pk == into.pk or tag.kind != into.kind:
        raise InputError(_("Choose another word of the same kind."))
    have = Tagging.objects.filter(tag=into).values("person")
    n_moved = Tagging.objects.filter(tag=tag).exclude(person__in=have).update(tag=into)
    _in_universes(tag, into)
    note(
        "tag.merged", organisation_id=organisation.pk, by_id=by.pk, about=into,
        gone=str(tag.pk), people=n_moved,
    )  # fmt: skip
    tag.delete()


@transaction.atomic
def delete_tag(*, by: User, organisation: Organisation, tag: Tag) -> None:
    """Take a word off everybody. A universe that asks for it then finds nobody."""
    n_people = Tagging.objects.filter(tag=tag).count()
    note("tag.deleted", organisation_id=organisation.pk, by_id=by.pk, about=tag, people=n_people)
    tag.delete()


@transaction.atomic
def tag_person(
    *, by: User, organisation: Organisation, person: Person, kind: str, name: str
) -> Tag:
    """Put a word on a person; a word that isn't there yet is made."""
    name = _clean(name)
    tag = Tag.objects.filter(kind=kind, name__iexact=name).first()
    tag = tag or add_tag(by=by, organisation=organisation, kind=kind, name=name)
    try:
        with transaction.atomic():
            Tagging(organisation=organisation, tag=tag, person=person).save(force_insert=True)
    except IntegrityError:
        return tag
    note(
        "person.tagged", organisation_id=organisation.pk, by_id=by.pk, about=person, tag=str(tag.pk)
    )
    return tag


@transaction.atomic
def untag_person(*, by: User, organisation: Organisation, person: Person, tag: Tag) -> None:
    """Take a word off a person."""
    removed, _by_model = Tagging.objects.filter(person=person, tag=tag).delete()
    if removed:
        note(
            "person.untagged", organisation_id=organisation.pk, by_id=by.pk, about=person,
            tag=str(tag.pk),
        )  # fmt: skip


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise InputError(_("Write a word or two, of 60 letters at the most."))
    return name


def _in_universes(tag: Tag, into: Tag) -> None:
    for universe in Universe.objects.all():
        words = universe.rule.get(f"{tag.kind}s", [])
        if str(tag.pk) in words:
            kept = {str(into.pk) if one == str(tag.pk) else one for one in words}
            universe.rule = {**universe.rule, f"{tag.kind}s": sorted(kept)}
            universe.save(update_fields=["rule"])
