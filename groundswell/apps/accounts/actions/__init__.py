"""What a user can do with organisations, roles, invitations and links."""

from groundswell.apps.accounts.actions.bodies import (
    add_affiliate,
    add_team,
    change_affiliate,
    change_team,
    remove_affiliate,
    remove_team,
)
from groundswell.apps.accounts.actions.grants import (
    break_glass,
    end_grant,
    grant,
    remove_person,
    renew_grant,
)
from groundswell.apps.accounts.actions.invitations import (
    accept_invitation,
    confirm_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from groundswell.apps.accounts.actions.organisations import (
    change_organisation,
    create_organisation,
    finish_set_up,
    make_operator,
)
from groundswell.apps.accounts.actions.shift_links import (
    open_shift_link,
    send_shift_link,
    send_shift_link_again,
)

__all__ = [
    "accept_invitation",
    "add_affiliate",
    "add_team",
    "break_glass",
    "change_affiliate",
    "change_organisation",
    "change_team",
    "confirm_invitation",
    "create_organisation",
    "end_grant",
    "finish_set_up",
    "grant",
    "invite",
    "make_operator",
    "open_shift_link",
    "remove_affiliate",
    "remove_person",
    "remove_team",
    "renew_grant",
    "send_again",
    "send_shift_link",
    "send_shift_link_again",
    "withdraw_invitation",
]
