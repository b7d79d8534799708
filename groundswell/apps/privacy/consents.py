"""What people can say yes or no to, and by which ways they are reached."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, str | Promise] = {
    "contact": _("to hear from us about the campaign"),
    "volunteer": _("to be asked to help"),
    "opinions": _("to have what they told us about their views kept"),
    "fundraising": _("to be asked for money"),
    "adverts": _("to be shown political advertising chosen for them"),
}
CHANNELS: dict[str, str | Promise] = {
    "any": _("by any way"),
    "email": _("by e-mail"),
    "sms": _("by text message"),
    "phone": _("by telephone"),
    "post": _("by post"),
    "door": _("at the door"),
}
