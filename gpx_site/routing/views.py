"""Views that belong to no feature."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe
from wagtail import views as wagtail_views

from gpx_site.core.requests import page_request
from gpx_site.i18n import language_hosts
from gpx_site.mail.file_backend import read_mailbox
from gpx_site.ops import health
from gpx_site.routing import page_path, sitemap


@require_GET
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the choice of language, which is not stored.

    On a host of one language, redirect to its front page.
    """
    languages = language_hosts.languages(request.get_host())
    if len(languages) == 1:
        return redirect(f"/{languages[0]}/")
    return render(request, "choose_language.html")


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Show the sitemap."""
    context = {"entries": sitemap.entries()}
    return render(request, "sitemap.xml", context, content_type="application/xml")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Show the rules for robots and the URL of the sitemap."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show a page by Wagtail's own view, given the route that one query has found."""
    page_request(request)._wagtail_route_for_request = page_path.route(request, path)
    response: HttpResponseBase = wagtail_views.serve(request, path)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that the security cookie of a form is missing, and how to go on."""
    return render(request, "403_csrf.html", status=403)


@never_cache
@require_GET
def live(request: HttpRequest) -> JsonResponse:
    """Show that the web process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """Show whether each part answers; 503 if one that is needed is down."""
    parts = health.check_parts()
    needed_down = any(not part.ok and part.needed for part in parts.values())
    body: dict[str, Any] = {name: part.status for name, part in parts.items()}
    body["status"] = "down" if needed_down else "ok"
    return JsonResponse(body, status=503 if needed_down else 200)


@never_cache
@require_GET
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """Show the mail of the demonstration, newest first; 404 elsewhere."""
    if not settings.DEMO or settings.EMAIL_URL:
        raise Http404
    return render(request, "demo/mailbox.html", {"messages_sent": read_mailbox(limit=50)})
