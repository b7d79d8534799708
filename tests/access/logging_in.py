"""A session as logging in makes one, without the forms."""

import time
from importlib import import_module

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from groundswell.apps.accounts.models import Organisation, User


def session_of(user: User, *, organisation: Organisation | None, shown_ago: float | None) -> str:
    """The key of a new session; shown_ago: for how many seconds a second factor was shown."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if shown_ago is not None:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        shown = {"method": "mfa", "type": "totp", "at": time.time() - shown_ago}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    if organisation:
        session["organisation"] = str(organisation.pk)
    session.save()
    return session.session_key
