from django.urls import path

from groundswell.apps.people.views import exports, tracing

urlpatterns = [
    path("exports/", exports.list_exports, name="exports"),
    path("exports/new/", exports.new_export, name="new-export"),
    path("exports/trace/", tracing.trace_file, name="trace-export"),
    path("exports/<uuid:pk>/", exports.show_export, name="export"),
    path("exports/<uuid:pk>/approve/", exports.approve_export, name="export-approve"),
    path("exports/<uuid:pk>/turn-down/", exports.turn_down_export, name="export-turn-down"),
    path("exports/<uuid:pk>/stop/", exports.stop_export, name="export-stop"),
    path("exports/<uuid:pk>/take-back/", exports.take_back_export, name="export-take-back"),
    path("exports/<uuid:pk>/pass-phrase/", exports.show_pass_phrase, name="export-pass-phrase"),
    path("exports/<uuid:pk>/file/", exports.fetch_export, name="export-file"),
]
