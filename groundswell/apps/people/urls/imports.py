from django.urls import path

from groundswell.apps.people.views import import_columns, imports, mappings

urlpatterns = [
    path("imports/", imports.list_imports, name="imports"),
    path("imports/new/", imports.new_import, name="new-import"),
    path("imports/mappings/", mappings.list_mappings, name="mappings"),
    path("imports/mappings/<uuid:pk>/delete/", mappings.delete_mapping, name="delete-mapping"),
    path("imports/<uuid:pk>/", imports.show_import, name="import"),
    path("imports/<uuid:pk>/columns/", import_columns.match_columns, name="import-columns"),
    path("imports/<uuid:pk>/fit/", import_columns.show_fit, name="import-fit"),
    path("imports/<uuid:pk>/save-mapping/", import_columns.save_mapping, name="save-mapping"),
    path("imports/<uuid:pk>/check/", imports.check_import, name="import-check"),
    path("imports/<uuid:pk>/preview/", imports.preview_import, name="import-preview"),
    path("imports/<uuid:pk>/refused.csv", imports.refused_rows, name="import-refused"),
    path("imports/<uuid:pk>/apply/", imports.apply_import, name="import-apply"),
    path("imports/<uuid:pk>/approve/", imports.approve_import, name="import-approve"),
    path("imports/<uuid:pk>/turn-down/", imports.turn_down_import, name="import-turn-down"),
    path("imports/<uuid:pk>/undo/", imports.undo_import, name="import-undo"),
    path("imports/<uuid:pk>/stop/", imports.stop_import, name="import-stop"),
]
