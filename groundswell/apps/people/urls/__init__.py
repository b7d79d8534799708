"""The addresses of people: each subject has its own file, joined here."""

from groundswell.apps.people.urls import duplicates, exports, imports, search

urlpatterns = [
    *duplicates.urlpatterns,
    *exports.urlpatterns,
    *imports.urlpatterns,
    *search.urlpatterns,
]
