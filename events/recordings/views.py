"""The files of a recording: the video by parts, as players ask for it, and its subtitles."""

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events.models import Recording
from gpx_site.i18n.bilingual import LANGUAGES

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
#: The most bytes of one answer; a player that asks for "the rest" asks again.
PART = 4 * 1024 * 1024


@require_safe
def subtitles(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Return the subtitles in one language, as WebVTT."""
    recording = _shown(request, pk)
    text = getattr(recording, f"subtitles_{language}") if language in LANGUAGES else ""
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the video, whole or the part that ``Range`` asks for, so that players can skip."""
    recording = _shown(request, pk)
    if not recording.file:
        raise Http404
    size = recording.file.size
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        response: HttpResponseBase = FileResponse(
            recording.file.open("rb"), content_type=recording.media_type
        )
        response["Accept-Ranges"] = "bytes"
        return response
    return _part(recording, size, *asked.groups())


def _part(recording: Recording, size: int, first: str, last: str) -> HttpResponse:
    """Return the bytes from ``first`` to ``last``, or the last ``last`` bytes without ``first``."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) if first and last else size - 1, size - 1, start + PART - 1)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with recording.file.open("rb") as file:
        file.seek(start)
        content = file.read(end - start + 1)
    headers = {"Content-Range": f"bytes {start}-{end}/{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(content, status=206, content_type=recording.media_type, headers=headers)


def _shown(request: HttpRequest, pk: int) -> Recording:
    """Return the recording where this reader may see it; staff also see what is not public."""
    recording = get_object_or_404(Recording, pk=pk)
    if not recording.is_public and not request.user.has_perm("events.view_recording"):
        raise Http404
    return recording
