"""Who is reached at an address."""

from typing import Any

from django.apps import apps

from groundswell.apps.accounts.models import Grant, User


def people_at(address: str) -> Any:
    """The people on the lists of the organisation in scope who are reached at an e-mail address.

    Lists come in with small letters, which the index finds; only where it finds nobody are
    addresses with capitals looked for, one by one.
    """
    people = apps.get_model("people", "Person").objects.order_by("name_key", "pk")
    plain = people.filter(email__in={address, address.lower()})
    return plain if plain.exists() else people.filter(email__iexact=address)


def account_at(address: str) -> User | None:
    """The account with this address, if it ever had a role in the organisation in scope."""
    user = User.objects.filter(email__iexact=address).first()
    return user if user and Grant.objects.filter(subject=user).exists() else None
