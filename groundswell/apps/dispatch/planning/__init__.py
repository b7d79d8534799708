"""Making plans: from what the database holds to the engine and back."""

from groundswell.apps.dispatch.planning.running import Repeated, make_plan, repeat

__all__ = ["Repeated", "make_plan", "repeat"]
