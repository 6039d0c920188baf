"""Middleware of the core."""

from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language_from_path

ADMIN_POLICY = {
    # Wagtail's admin has inline scripts and styles of its own; the public site has none.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin and on a page with another site's player."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Loosen the policy for Wagtail's own pages and for a page's players; write the header."""
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        elif players := getattr(request, "frame_sources", set()):
            response._csp_update = {"frame-src": sorted(players)}
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, which sends an unknown address to the same one below a language.

    But not where a view has answered that what was asked for is not there: JSON says so itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Leave the 404 of a view outside the languages as it is."""
        below_a_language = get_language_from_path(request.path_info)
        missing = response.status_code == HTTPStatus.NOT_FOUND
        if missing and request.resolver_match and not below_a_language:
            return response
        return super().process_response(request, response)
