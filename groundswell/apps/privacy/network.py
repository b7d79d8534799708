"""From which network a request comes, for limits on how often one may ask."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The address that asks, as the front server tells it if there is one; "" if unknown."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # the library's answer to an address that is none
        return ""
