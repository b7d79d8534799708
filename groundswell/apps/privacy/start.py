"""What must be so before the site may serve: whoever was erased is erased in this database too."""

from groundswell.apps.accounts.start import start_check
from groundswell.apps.privacy.actions.erasure import reapply
from groundswell.errors import InputError


@start_check("privacy log")
def erasures_are_carried_out() -> str:
    """Carry out what a database brought back from a backup doesn't know; say why if that fails."""
    try:
        reapply()
    except InputError as wrong:
        return str(wrong)
    return ""
