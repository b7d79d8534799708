"""Which export a list came from that turned up somewhere."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import tracing as actions
from groundswell.apps.people.forms.exports import MOST_TRACED_BYTES, TraceForm
from groundswell.apps.people.uploads import LimitedUpload
from groundswell.errors import InputError


@access("export.stop")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def trace_file(request: Request) -> HttpResponse:
    """The form; with a file, what its spelling and its order say. The file is not kept.

    csrf_exempt as in `views.imports.new_import`: the check comes after the upload's limit.
    """
    upload = LimitedUpload(request, most_bytes=MOST_TRACED_BYTES)
    request.upload_handlers = [upload]
    return _trace_file(request, upload)


@csrf_protect
def _trace_file(request: Request, upload: LimitedUpload) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/export_trace.html", {"form": TraceForm()})
    files = request.FILES  # reads the file
    form = TraceForm(request.POST, files, was_cut=upload.was_cut)
    if not form.is_valid():
        return render(request, "people/export_trace.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        answer = actions.trace(
            by=request.user,
            organisation=request.organisation,
            path=file.temporary_file_path(),
            name=file.name,
        )
    except InputError as wrong:
        form.add_error("file", str(wrong))
        return render(request, "people/export_trace.html", {"form": form}, status=422)
    return render(request, "people/export_trace.html", {"form": TraceForm(), "answer": answer})
