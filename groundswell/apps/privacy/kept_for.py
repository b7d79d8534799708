"""For how long everything is kept that isn't a kind of data of its own (privacy/datasets.py).

planning/expiring.py removes it; a test holds the two lists against each other.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# code: (what it is, for how long), in the words of the page.
KEPT_FOR: dict[str, tuple[str | Promise, str | Promise]] = {
    "import-changes": (
        _("How people stood before an import"), _("until the import can’t be undone any more"),
    ),
    "merges": (
        _("How people stood before two rows were made one"),
        _("until it can’t be undone any more"),
    ),
    "readings": (_("Who looked at whose page"), _("12 months")),
    "request-words": (
        _("What people wrote about their data, and our answers"), _("30 days after the answer"),
    ),
    "requests": (_("That a request was made and answered"), _("24 months")),
    "proofs": (_("Who asked for a code for their own page"), _("24 hours")),
    "invitations": (_("Invitations"), _("30 days after their end")),
    "sessions": (_("Log-ins, and the network addresses they came from"), _("7 days")),
    "files": (
        _("Files of imports and exports"),
        _("until the import can’t be undone any more; exports 24 hours"),
    ),
}  # fmt: skip
