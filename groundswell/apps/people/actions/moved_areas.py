"""Saved searches and waiting exports name an area by its path: they follow when it moves."""

from typing import Any

from groundswell.apps.people.models import Export, Universe
from groundswell.apps.places.moving import moved, on_moving


@on_moving
def follow_moved_area(*, old: str, new: str) -> None:
    """Whoever was found, or was to be written, before the move still is after it."""

    def changed(rule: dict[str, Any]) -> dict[str, Any]:
        return rule | {"area": moved(rule["area"], old=old, new=new)} if "area" in rule else rule

    for universe in Universe.objects.select_for_update():
        if (rule := changed(universe.rule)) != universe.rule:
            universe.rule = rule
            universe.save(update_fields=["rule"])
    for export in Export.objects.select_for_update():
        if export.is_open:
            export.rule = changed(export.rule)
            export.areas = [moved(path, old=old, new=new) for path in export.areas]
            export.save(update_fields=["rule", "areas"])
