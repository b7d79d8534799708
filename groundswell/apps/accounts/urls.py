from django.urls import path

from groundswell.apps.accounts.views import (
    access,
    front,
    invitations,
    operator,
    organisation,
    own,
    shift_link,
)

urlpatterns = [
    path("", front.home, name="home"),
    path("demo/log-in/", front.demo_log_in, name="demo-log-in"),
    path("livez", front.livez, name="livez"),
    path("readyz", front.readyz, name="readyz"),
    path("account/organisation/", front.choose_organisation, name="choose-organisation"),
    path("account/sessions/", own.show_sessions, name="sessions"),
    path("account/sessions/end-others/", own.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="end-session"),
    path("set-up/", organisation.show_set_up, name="set-up"),
    path("set-up/finish/", organisation.finish_set_up, name="finish-set-up"),
    path("access/", access.show_access, name="access"),
    path("access/give/", access.give_role, name="grant-role"),
    path("access/shift-link/", access.send_shift_link, name="send-shift-link"),
    path("access/people/<uuid:pk>/", access.show_person, name="access-person"),
    path("access/people/<uuid:pk>/remove/", access.remove, name="remove-person"),
    path("access/roles/<uuid:pk>/renew/", access.renew, name="renew-grant"),
    path("access/roles/<uuid:pk>/end/", access.end, name="end-grant"),
    path("access/invitations/", invitations.show_invitations, name="invitations"),
    path("access/invitations/<uuid:pk>/again/", invitations.send_again, name="send-again"),
    path(
        "access/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="withdraw-invitation"
    ),
    path("access/invitations/<uuid:pk>/confirm/", invitations.confirm, name="confirm-invitation"),
    path("invitation/<str:token>/", invitations.accept, name="accept-invitation"),
    path("shift-link/<uuid:pk>/again/", shift_link.send_again, name="shift-link-again"),
    path("shift-link/<uuid:pk>/<str:token>/", shift_link.open_link, name="shift-link"),
    path("organisation/", organisation.show_organisation, name="organisation"),
    path("organisation/change/", organisation.change, name="change-organisation"),
    path("organisation/affiliates/", organisation.add_affiliate, name="add-affiliate"),
    path("organisation/affiliates/<uuid:pk>/", organisation.change_affiliate, name="affiliate"),
    path("organisation/teams/", organisation.add_team, name="add-team"),
    path("organisation/teams/<uuid:pk>/", organisation.change_team, name="team"),
    path("operator/", operator.show_organisations, name="operator"),
]
