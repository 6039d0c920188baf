"""The answer to a publication that is refused deep inside Wagtail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gpx_site.translations.actions import PairWouldPart
from gpx_site.translations.checks import PairNotReady
from gpx_site.translations.page_messages import parted, refused


class PairMiddleware:
    """Turns a refusal into a message in the admin, whichever view it comes from.

    The approval of a workflow and the translation editor publish by themselves; bulk actions move.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what is missing."""
        if isinstance(exception, PairNotReady):
            return refused(request, exception)
        return parted(request, exception) if isinstance(exception, PairWouldPart) else None
