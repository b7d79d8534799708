"""Free text that the database never holds in clear: AES-256-GCM under the privacy key."""

import base64
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from groundswell.apps.privacy.key_file import NAME, key_for
from groundswell.errors import InputError

MARK = "1:"  # the way it was encrypted, so that another may follow
NONCE_BYTES = 12


class EncryptedTextField(models.TextField[str, str]):
    """A TextField whose column holds what nobody can read without the key file.

    It can't be searched or sorted by. "" stays "".
    """

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return decrypt(value) if value else value


def encrypt(text: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key_for("words")).encrypt(nonce, text.encode(), None)
    return MARK + base64.b64encode(nonce + sealed).decode()


def decrypt(kept: str) -> str:
    packed = base64.b64decode(kept.removeprefix(MARK))
    try:
        return (
            AESGCM(key_for("words")).decrypt(packed[:NONCE_BYTES], packed[NONCE_BYTES:], None)
        ).decode()
    except InvalidTag:
        raise InputError(
            f"What was written down can't be read: it was encrypted with another {NAME} file than "
            "the one in the home folder. Bring back the file that belongs to this database."
        ) from None
