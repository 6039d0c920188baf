"""The answer to a publication that is refused deep inside Wagtail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gpx_site.core.pairs.admin.messages import refused
from gpx_site.core.pairs.checks import PairNotReady


class PairMiddleware:
    """Turns ``PairNotReady`` into a message in the editor, whichever view it comes from.

    So do the approval of a workflow and the translation editor, which publish by themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what is missing."""
        return refused(request, exception) if isinstance(exception, PairNotReady) else None
