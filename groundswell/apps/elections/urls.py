from django.urls import path

from groundswell.apps.elections import views

urlpatterns = [
    path("forecast/", views.show_forecast, name="forecast"),
    path("forecast/run/", views.start_forecast, name="start-forecast"),
    path("forecast/map.json", views.show_forecast_map, name="forecast-map"),
    path("targets/", views.show_targets, name="targets"),
    path("targets/list.csv", views.show_targets_csv, name="targets-csv"),
    path("side/", views.choose_side, name="choose-side"),
    path("areas/from-seats/", views.make_areas_from_seats, name="areas-from-seats"),
    # The site's own list of addresses names each app; outlines lie below elections.
]
