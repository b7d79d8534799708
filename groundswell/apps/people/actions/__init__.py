"""What can be done with people."""

from groundswell.apps.people.actions.volunteers import add_volunteers

__all__ = ["add_volunteers"]
