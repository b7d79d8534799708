"""The kinds of file that people can be handed over in, and what of a person goes into each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_PEOPLE = 100_000  # in one file; more go out area by area


@dataclass(frozen=True)
class Shape:
    """One kind of file. fields: the allow-list, in `Person`'s names; nothing else goes out.

    channels: the ways to reach people that this kind of file is for, of privacy.consents.CHANNELS.
    """

    code: str
    name: str | Promise
    says: str | Promise
    fields: tuple[str, ...]
    channels: tuple[str, ...]


_NAME = ("first_name", "last_name")
_HOME = ("address", "town", "postcode")

_ALL = (
    Shape(
        "van", _("VAN bulk upload sheet"),
        _("For results in VoteBuilder or EveryAction: only people from VAN’s own lists."),
        ("source_id", "phone"), ("phone", "sms"),
    ),
    Shape(
        "van-contacts", _("VAN contacts"), _("For a bulk import of people into VAN."),
        ("source_id", *_NAME, *_HOME, "phone", "email"),
        ("phone", "email", "sms", "post", "door"),
    ),
    Shape(
        "spoke", _("Spoke contacts"), _("For sending text messages by Spoke."),
        ("source_id", *_NAME, "phone", "postcode"), ("sms",),
    ),
    Shape(
        "action-network", _("Action Network upload"), _("For its mailing lists."),
        (*_NAME, "email", "phone", *_HOME), ("email", "sms"),
    ),
    Shape(
        "csv", _("Plain CSV"), _("For a spreadsheet or a printer of letters."),
        (*_NAME, "email", "phone", *_HOME), ("email", "sms", "phone", "post", "door"),
    ),
)  # fmt: skip
SHAPES: dict[str, Shape] = {shape.code: shape for shape in _ALL}

# The detail that a way to reach people needs; somebody without it is left out and counted.
NEEDED: dict[str, str] = {
    "email": "email", "sms": "phone", "phone": "phone", "post": "address", "door": "address",
}  # fmt: skip
FIELD_NAMES: dict[str, str | Promise] = {
    "source_id": _("number in the list they came from"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("e-mail address"),
    "phone": _("telephone number"),
    "address": _("address"),
    "town": _("town"),
    "postcode": _("postcode"),
}
_CONTACT = {"email": ("email",), "phone": ("phone",), "address": ("address", "town", "postcode")}


def fields_of(format: str, channel: str) -> tuple[str, ...]:
    """What of a person goes into such a file for this way to reach them: the least that serves.

    Letters need no telephone number, and a text message needs no address.
    """
    contact = {field for fields in _CONTACT.values() for field in fields}
    wanted = set(_CONTACT[NEEDED[channel]])
    if channel in ("email", "sms"):
        wanted |= {"postcode"}  # by which those programs choose an area
    return tuple(
        field for field in SHAPES[format].fields if field not in contact or field in wanted
    )
