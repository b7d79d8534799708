from django.urls import path

from groundswell.apps.events import views

urlpatterns = [
    path("your-shift/", views.show_your_shift, name="your-shift"),
]
