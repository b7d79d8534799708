"""The signature under a night's report: nobody writes one without the privacy key."""

import hmac
import json
from hashlib import sha256

from groundswell.apps.privacy.key_file import key_for
from groundswell.apps.privacy.models import RetentionRun


def signature_of(run: RetentionRun, before: str) -> str:
    """What shows that this server wrote a report, after the one with the signature `before`."""
    said = [str(run.organisation_id), run.ran_at.timestamp(), run.removed, before]
    spelled = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key_for("retention"), spelled.encode(), sha256).hex()
