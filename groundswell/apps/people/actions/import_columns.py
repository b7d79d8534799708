"""Whether a file's columns make people, and only of what the organisation may keep."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from groundswell.apps.privacy.datasets import CAN_BE_IMPORTED, DATA_SETS
from groundswell.apps.privacy.queries.policy import may_keep
from groundswell.errors import InputError
from groundswell.exchange.people.fields import FIELDS, SHARED
from groundswell.exchange.people.formats import FORMATS

NAMES = frozenset({"full_name", "full_name_last_first", "first_name", "last_name"})
WAYS = frozenset({"email", "phone", "mobile", "address", "street", "postcode"}) | {
    f"address_{line}" for line in range(1, 7)
}


def refuse_columns(
    header: Sequence[str], columns: Mapping[str, str], *, format: str, data_set: str
) -> None:
    """Raise InputError, saying which column and what to do, if this can't be imported."""
    _refuse_unknown(header, columns, format, data_set)
    counted = Counter(code for code in columns.values() if code)
    for code, n in counted.items():
        if n > 1 and code not in SHARED:
            doubled = [name for name, field in columns.items() if field == code]
            raise InputError(
                _("%(columns)s all become “%(field)s”. Choose one, and leave the others out.")
                % {"columns": ", ".join(doubled), "field": FIELDS[code].label}
            )
    if not NAMES & counted.keys():
        raise InputError(_("No column becomes a name. Say which one holds people’s names."))
    if not WAYS & counted.keys():
        raise InputError(
            _(
                "No column becomes an e-mail, a telephone or an address, so nobody could be "
                "reached. Say which one does."
            )
        )
    _refuse_by_policy(counted, format, data_set)


def _refuse_unknown(
    header: Sequence[str], columns: Mapping[str, str], format: str, data_set: str
) -> None:
    if format not in FORMATS:
        raise InputError(
            _("There is no format %(format)s. There are: %(formats)s.")
            % {"format": format, "formats": ", ".join(FORMATS)}
        )
    if data_set not in CAN_BE_IMPORTED:
        raise InputError(
            _("There is no list of %(given)s. There are lists of: %(known)s.")
            % {"given": data_set, "known": ", ".join(CAN_BE_IMPORTED)}
        )
    missing = [name for name in columns if name not in header]
    if missing:
        raise InputError(
            _("The file has no column %(column)s. Its columns are: %(columns)s.")
            % {"column": missing[0], "columns": ", ".join(header)}
        )
    for name, code in columns.items():
        if code and code not in FIELDS:
            raise InputError(
                _("Column %(column)s: there is no field %(field)s. There are: %(fields)s.")
                % {"column": name, "field": code, "fields": ", ".join(FIELDS)}
            )


def _refuse_by_policy(counted: Mapping[str, int], format: str, data_set: str) -> None:
    if format == "register-uk" and data_set != "roll":
        raise InputError(
            _("An electoral register can be kept as “%(roll)s” only. Choose that.")
            % {"roll": DATA_SETS["roll"].name}
        )
    refused = may_keep(data_set)
    if refused is None and "support_level" in counted:
        refused = may_keep("support")
        if refused is not None:
            refused = _("A column becomes the support level. ") + refused
    if refused is not None:
        raise InputError(refused)
