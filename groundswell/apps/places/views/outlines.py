"""The outlines of areas, once for each browser."""

import gzip
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from groundswell.apps.accounts.access import public
from groundswell.apps.accounts.requests import Request
from groundswell.apps.places import queries
from groundswell.apps.places.models import BoundarySet

A_YEAR = 365 * 24 * 3600


@public
@require_safe
def show_outlines(request: Request, content: str) -> HttpResponse:
    """Public outlines under the name of their content, so that they may be kept for ever."""
    boundary_set = get_object_or_404(BoundarySet, outlines_hash=content)
    if not boundary_set.outlines_hash:
        raise Http404
    packed = _packed(boundary_set.pk, content)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if takes_gzip else gzip.decompress(packed), content_type="application/geo+json"
    )
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@lru_cache(maxsize=2)
def _packed(boundary_set: int, content: str) -> bytes:
    """The outlines, packed once; `content` names what is in them, so they never grow old."""
    text = queries.land_of(BoundarySet.objects.get(pk=boundary_set, outlines_hash=content))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)
