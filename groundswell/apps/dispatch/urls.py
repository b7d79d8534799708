from django.urls import path

from groundswell.apps.dispatch.views import compare, finder, new_plan, plans, seats

urlpatterns = [
    path("plans/", plans.list_plans, name="plans"),
    path("plans/new/", new_plan.new_plan, name="new-plan"),
    path("plans/compare/", compare.compare_plans, name="compare-plans"),
    path("plans/<uuid:pk>/", plans.show_plan, name="plan"),
    path("plans/<uuid:pk>/map.json", plans.show_plan_map, name="plan-map"),
    path("plans/<uuid:pk>/seats.csv", plans.show_plan_csv, name="plan-csv"),
    path("plans/<uuid:pk>/again/", plans.plan_again, name="plan-again"),
    path("plans/<uuid:pk>/accept/", plans.accept_plan, name="accept-plan"),
    path("plans/<uuid:pk>/withdraw/", plans.withdraw_plan, name="withdraw-plan"),
    path("shifts/<uuid:pk>/places/", seats.set_places, name="set-places"),
    path("seats/<str:code>/", seats.show_seat, name="seat"),
    path("seats/<str:code>/weight/", seats.weigh_seat, name="weigh-seat"),
    path("where/", finder.find_any, name="finder-any"),
    path("where/<slug:organisation>/", finder.find, name="finder"),
    path("where/<slug:organisation>/map.json", finder.map_data, name="finder-map"),
    path("where/<slug:organisation>/<uuid:pk>.ics", finder.calendar, name="finder-calendar"),
]
