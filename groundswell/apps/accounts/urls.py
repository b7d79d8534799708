from django.urls import path

from groundswell.apps.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("demo/log-in/", views.demo_log_in, name="demo-log-in"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
