"""The addresses of duplicates."""

from django.urls import path

from groundswell.apps.people.views import duplicates as views

urlpatterns = [
    path("people/duplicates/", views.list_duplicates, name="duplicates"),
    path("people/duplicates/look/", views.look_for_duplicates, name="duplicates-look"),
    path("people/duplicates/<uuid:pk>/merge/", views.merge_pair, name="duplicate-merge"),
    path("people/duplicates/<uuid:pk>/apart/", views.keep_apart, name="duplicate-apart"),
    path("people/merges/<uuid:pk>/undo/", views.undo_merge, name="merge-undo"),
]
