"""The response to a page action that is refused inside Wagtail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gpx_site.translations.actions import PairWouldPart
from gpx_site.translations.checks import PairNotReady
from gpx_site.translations.page_messages import parted, refused


class PairMiddleware:
    """Turn the exception of a refused action into a message in the admin, in every view.

    Workflow approval and the translation editor publish, and bulk actions move, in their own views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Report what is missing."""
        if isinstance(exception, PairNotReady):
            return refused(request, exception)
        return parted(request, exception) if isinstance(exception, PairWouldPart) else None
