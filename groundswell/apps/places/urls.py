from django.urls import path

from groundswell.apps.places.views import areas, outlines

urlpatterns = [
    path("places/outlines/<slug:content>.json", outlines.show_outlines, name="outlines"),
    path("areas/", areas.show_areas, name="areas"),
    path("areas/add/", areas.add, name="add-area"),
    path("areas/list/", areas.add_list, name="add-areas"),
    path("areas/<uuid:pk>/", areas.change, name="area"),
    path("areas/<uuid:pk>/remove/", areas.remove, name="remove-area"),
]
