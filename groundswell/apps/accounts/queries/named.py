"""Whom a command at the shell means, by the words that were typed."""

from groundswell.apps.accounts.models import Organisation, User
from groundswell.errors import InputError


def organisation_named(slug: str = "") -> Organisation:
    """The organisation of this short name; without a name, the only one. Raises InputError."""
    known = Organisation.objects.order_by("slug")
    if slug:
        found = known.filter(slug=slug.lower()).first()
    else:
        found = known.get() if known.count() == 1 else None
    if found is not None:
        return found
    names = ", ".join(known.values_list("slug", flat=True)[:10])
    if not names:
        raise InputError("There is no organisation yet. Make one: groundswell organisation create.")
    if slug:
        raise InputError(f"There is no organisation {slug}. There are: {names}.")
    raise InputError(f"Say which organisation: --organisation, one of {names}.")


def user_named(email: str) -> User:
    """The user who logs in with this address. Raises InputError."""
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise InputError(
            f"Nobody logs in as {email}. Invite them: groundswell organisation invite."
        )
    return found
