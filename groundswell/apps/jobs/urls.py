from django.urls import path

from groundswell.apps.jobs import views

urlpatterns = [
    path("work/<uuid:pk>/", views.show_job, name="job"),
    path("work/<uuid:pk>/stop/", views.stop_job, name="stop-job"),
]
