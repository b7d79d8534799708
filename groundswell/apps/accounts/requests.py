"""A request after the first wall: whose it is, and in which organisation's scope."""

from contextlib import ExitStack

from django.http import HttpRequest

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.reach import Reach


class Request(HttpRequest):
    """What a view is called with; AccessMiddleware sets what HttpRequest doesn't have.

    `organisation` is in scope for views with a permission and for public views of one; a view
    that anybody may call, or that only wants a log-in, must not read it. `reach` is how far the
    reader's grants carry the permission of the view. `organisations` are all that they work in.
    """

    user: User  # an AnonymousUser only where the rule is public
    organisation: Organisation
    organisations: list[Organisation]
    grants: list[Grant]
    reach: Reach
    scopes: ExitStack
