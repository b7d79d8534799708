"""What can be done with people."""

from groundswell.apps.people.actions.areas import place_volunteers
from groundswell.apps.people.actions.moved_areas import follow_moved_area
from groundswell.apps.people.actions.volunteers import add_volunteers

__all__ = ["add_volunteers", "follow_moved_area", "place_volunteers"]
