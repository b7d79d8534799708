from django.urls import path

from groundswell.apps.places import views

urlpatterns = [
    path("places/outlines/<slug:content>.json", views.show_outlines, name="outlines"),
]
