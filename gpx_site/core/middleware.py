"""Middleware of the core."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

ADMIN_POLICY = {
    # Wagtail's admin has inline scripts and styles of its own; the public site has none.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Loosen the policy for Wagtail's own pages, then write the header."""
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        return super().process_response(request, response)
