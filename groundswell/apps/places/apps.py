from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "groundswell.apps.places"
