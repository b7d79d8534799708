"""What an organisation may keep, what each person agreed to, and what they asked for."""

from groundswell.apps.privacy.models.breaches import Breach
from groundswell.apps.privacy.models.consent import Consent, Wording
from groundswell.apps.privacy.models.policy import DataPolicy, DataSet
from groundswell.apps.privacy.models.processors import Processor
from groundswell.apps.privacy.models.proofs import Proof
from groundswell.apps.privacy.models.requests import PrivacyRequest
from groundswell.apps.privacy.models.retention import RetentionRun
from groundswell.apps.privacy.models.stops import Erasure, Stop

__all__ = [
    "Breach",
    "Consent",
    "DataPolicy",
    "DataSet",
    "Erasure",
    "PrivacyRequest",
    "Processor",
    "Proof",
    "RetentionRun",
    "Stop",
    "Wording",
]
