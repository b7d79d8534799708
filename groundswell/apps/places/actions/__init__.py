"""Loading outlines, and keeping an organisation's area tree."""

from groundswell.apps.places.actions.areas import (
    add_area,
    add_areas,
    change_area,
    remove_area,
)
from groundswell.apps.places.actions.outlines import LoadedOutlines, load_outlines

__all__ = [
    "LoadedOutlines",
    "add_area",
    "add_areas",
    "change_area",
    "load_outlines",
    "remove_area",
]
