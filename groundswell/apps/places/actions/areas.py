"""Keeping an organisation's area tree: adding, renaming, moving and removing.

A grant for an area names its path. So whatever changes a path changes the grants with it, in the
same transaction: nobody sees more, or less, because a node was moved.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Grant, Invitation, Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.places.area_list import AreaLine, code_of, parents_first
from groundswell.apps.places.models import AreaNode
from groundswell.apps.places.moving import follow_all
from groundswell.errors import InputError

PATH_LENGTH = 200
ROWS_AT_ONCE = 1_000


@transaction.atomic
def add_area(
    *,
    by: User,
    organisation: Organisation,
    name: str,
    code: str = "",
    parent: AreaNode | None = None,
) -> AreaNode:
    """Add one area. code: made from the name if not given."""
    line = AreaLine(code_of(code or name), name.strip(), parent.code if parent else "")
    if not line.code or not line.name:
        raise InputError(_("Give the area a name with letters or digits in it."))
    if AreaNode.objects.filter(code=line.code).exists():
        raise InputError(
            _("There is an area with the code “%(code)s” already. Give this one another code.")
            % {"code": line.code}
        )
    _add(by=by, organisation=organisation, lines=[line])
    made: AreaNode = AreaNode.objects.get(code=line.code)
    return made


@transaction.atomic
def add_areas(*, by: User | None, organisation: Organisation, lines: Sequence[AreaLine]) -> int:
    """Add a whole list; areas whose codes are there already are left as they are.

    Returns how many were added. Raises InputError, and adds none, if a parent is missing.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = set(AreaNode.objects.values_list("code", flat=True))
    return _add(
        by=by, organisation=organisation, lines=[line for line in lines if line.code not in known]
    )


def _add(*, by: User | None, organisation: Organisation, lines: Sequence[AreaLine]) -> int:
    nodes: dict[str, AreaNode] = {node.code: node for node in AreaNode.objects.all()}
    made: list[AreaNode] = []
    for line in parents_first(lines, nodes):
        parent = nodes.get(line.parent)
        path = _path(parent, line.code)
        node = AreaNode(
            organisation=organisation, parent=parent, name=line.name, code=line.code, path=path,
            area_id=line.area_id,
        )  # fmt: skip
        nodes[line.code] = node
        made.append(node)
    AreaNode.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    if made:
        note(
            "areas.added", organisation_id=organisation.pk, by_id=by.pk if by else None,
            about=organisation, n=len(made),
        )  # fmt: skip
    return len(made)


def _path(parent: AreaNode | None, code: str) -> str:
    path = f"{parent.path if parent else '/'}{code}/"
    if len(path) > PATH_LENGTH:
        raise InputError(
            _("The codes from the top down to “%(code)s” are too long together. Shorten one.")
            % {"code": code}
        )
    return path


@transaction.atomic
def change_area(*, by: User, node: AreaNode, name: str, parent: AreaNode | None) -> AreaNode:
    """Give an area another name, or move it with all that lies in it.

    Everybody whose role was limited to it, or to something in it, keeps exactly that.
    """
    held: AreaNode = AreaNode.objects.select_for_update().get(pk=node.pk)
    if parent is not None and parent.path.startswith(held.path):
        raise InputError(
            _("%(name)s can’t be moved into itself, or into something that lies in it.")
            % {"name": held.name}
        )
    old, new = held.path, _path(parent, held.code)
    held.name, held.parent, held.path = name.strip(), parent, new
    if old != new:
        _refuse_long_paths(old, new)
        n_roles = _move(old, new)
        follow_all(old=old, new=new)
        note(
            "area.moved", organisation_id=held.organisation_id, by_id=by.pk, about=held,
            roles=n_roles,
        )  # fmt: skip
    held.save(update_fields=["name", "parent", "path"])
    note("area.changed", organisation_id=held.organisation_id, by_id=by.pk, about=held)
    return held


def _refuse_long_paths(old: str, new: str) -> None:
    longest = max(len(path) for path in _below(old).values_list("path", flat=True))
    if longest + len(new) - len(old) > PATH_LENGTH:
        raise InputError(_("There the tree would be too deep. Move it somewhere higher up."))


def _below(path: str) -> QuerySet[AreaNode]:
    """An area and all that lies in it."""
    found: QuerySet[AreaNode] = AreaNode.objects.filter(path__startswith=path)
    return found


def _limited_to(path: str) -> Q:
    return Q(scope_kind=Grant.Scope.AREA, scope_id__startswith=path)


def _move(old: str, new: str) -> int:
    """Change a path's beginning wherever it stands. Returns how many roles it stood in."""

    def moved(field: str) -> Any:
        return Concat(Value(new), Substr(field, len(old) + 1))

    _below(old).update(path=moved("path"))
    Invitation.objects.filter(_limited_to(old)).update(scope_id=moved("scope_id"))
    n_roles: int = Grant.objects.filter(_limited_to(old)).update(scope_id=moved("scope_id"))
    return n_roles


@transaction.atomic
def remove_area(*, by: User, node: AreaNode) -> int:
    """Take an area away with all that lies in it, and end the roles limited to any of that.

    People who lived in it stay, in no area: only who sees the whole organisation sees them then.
    Returns how many areas went.
    """
    held: AreaNode = AreaNode.objects.select_for_update().get(pk=node.pk)
    now = timezone.now()
    n_roles = (
        Grant.objects.filter(_limited_to(held.path), ended_at=None)
        .filter(valid_until__gt=now)
        .update(ended_at=now, ended_by=by)
    )
    # What ended earlier keeps its words, but must not come to life under a new area of this path.
    Invitation.objects.filter(_limited_to(held.path), accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    note(
        "area.removed", organisation_id=held.organisation_id, by_id=by.pk, about=held, roles=n_roles
    )
    n_areas = _below(held.path).count()
    held.delete()
    return n_areas
