"""What can be read about people."""

from groundswell.apps.people.queries.volunteers import n_signed_up_since, n_volunteers

__all__ = ["n_signed_up_since", "n_volunteers"]
