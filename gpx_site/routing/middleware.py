"""Middleware: language, content security policy, redirects of moved pages."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from gpx_site.i18n import language_hosts
from gpx_site.routing import page_path

ADMIN_POLICY = {
    # Wagtail's admin has inline scripts and styles of its own; the public site has none.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin and on a page with another site's player."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Loosen the policy for Wagtail's own pages and for a page's players; write the header."""
        players: set[str] = getattr(request, "frame_sources", set())
        if request.path.startswith("/admin/"):
            loosen = csp_update(ADMIN_POLICY)
        elif players:
            loosen = csp_update({"frame-src": sorted(players)})
        else:
            return super().process_response(request, response)
        return super().process_response(request, loosen(lambda _request: response)(request))


class LanguageHostMiddleware:
    """Redirect to the host of the language in the path, keeping path and query.

    The redirect is temporary, since browsers keep a permanent one: a visitor who is filling in a
    form stays on the host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect requests that only read."""
        language = get_language_from_path(request.path_info) if settings.LANGUAGE_HOSTS else None
        reading = request.method in {"GET", "HEAD"} and not language_hosts.stays(request)
        if language and reading and not language_hosts.speaks(request.get_host(), language):
            return HttpResponseRedirect(language_hosts.origin(language) + request.get_full_path())
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Activate the language of the path, else of the host, else the one that the browser prefers.

    Unlike Django's own, it does not redirect a path without a language to the preferred one.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language."""
        super().process_request(request)
        if settings.LANGUAGE_HOSTS and not get_language_from_path(request.path_info):
            spoken = language_hosts.languages(request.get_host())
            if len(spoken) == 1:
                translation.activate(spoken[0])
                request.LANGUAGE_CODE = spoken[0]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set ``Content-Language``, and ``Vary`` if the browser's preference decided."""
        if not get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class MovedPageMiddleware(RedirectMiddleware):
    """Redirect from the old path of a page, as Wagtail does, and keep the query and the form data.

    Paths below the page are redirected too. A form that was opened at the old path and is sent
    there arrives at the new one with its values.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Redirect a path that is not found to its new one, if there is one."""
        found: HttpResponse = super().process_response(request, response)
        if found is response and response.status_code == HTTPStatus.NOT_FOUND:
            found = _moved_with_its_page(request) or response
        if found is response:
            return response
        query = request.META.get("QUERY_STRING", "")
        if query and not urlsplit(found["Location"]).query:
            found["Location"] = f"{found['Location']}?{query}"
        if request.method not in {"GET", "HEAD"}:
            # With these a browser sends the form again; with the others it would discard it.
            permanent = found.status_code == HTTPStatus.MOVED_PERMANENTLY
            found.status_code = (
                HTTPStatus.PERMANENT_REDIRECT if permanent else HTTPStatus.TEMPORARY_REDIRECT
            )
        return found


def _moved_with_its_page(request: HttpRequest) -> HttpResponse | None:
    """Redirect from below the old path of a page to below its new one, if that path exists."""
    path = Redirect.normalise_path(request.path)
    above = [str(each) for each in PurePosixPath(path).parents]
    redirects = Redirect.get_for_site(Site.find_for_request(request))
    moved = redirects.exclude(redirect_page=None).filter(old_path__in=above)
    rows = moved if path.isprintable() else ()  # PostgreSQL takes no NUL
    nearest = max(rows, key=lambda each: len(each.old_path), default=None)
    if nearest is None or not nearest.link:
        return None
    ending = "/" if request.path.endswith("/") else ""
    target = nearest.link.rstrip("/") + path.removeprefix(nearest.old_path) + ending
    address = urlsplit(target).path
    language = get_language_from_path(address)
    if address == request.path or not page_path.route(
        request, address.removeprefix(f"/{language}/")
    ):
        return None
    return HttpResponsePermanentRedirect(target)
