"""How the second factor differs from the library's defaults."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.second_factor import STRONG, needs_one

PREFIX = "f1:"


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        """Seeds are secrets: who reads the database, or a backup, can't make codes."""
        return PREFIX + _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken if the server's secret key was changed."""
        if not encrypted_text.startswith(PREFIX):
            return encrypted_text
        token = encrypted_text.removeprefix(PREFIX).encode()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _cipher(str(key)).decrypt(token).decode()
            except InvalidToken:
                continue
        raise InvalidToken

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while a role needs it."""
        user: User = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=STRONG).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not needs_one(user, live_grants(user, at=timezone.now()))

    def generate_authenticator_name(self, user: User, type: str) -> str:
        n = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": n + 1}


def _cipher(secret_key: str) -> Fernet:
    key = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"gs-mfa-seeds").digest()
    return Fernet(base64.urlsafe_b64encode(key))
