"""Addresses: public pages below ``/en/`` and ``/cy/``, the admin, health and JSON."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from gpx_site.i18n import jsi18n
from gpx_site.routing import views

# Wagtail's own addresses, the last of which is that of every page; ours finds it in one query.
page_urls = [
    *wagtail_urls.urlpatterns[:-1],
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
]
urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("demo/mail/", views.demo_mailbox, name="demo-mailbox"),
    # In place of the packages' own two addresses, which come after these.
    path("admin/jsi18n/", jsi18n.wagtail),
    path("admin/localize/jsi18n/", jsi18n.wagtail_localize),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures only: documents are served through Wagtail's own checked view.
    re_path(
        r"^media/(?P<path>(?:images|original_images)/.+)$",
        serve,
        {"document_root": settings.MEDIA_ROOT},
    ),
    path("recordings/", include("events.recordings.urls")),
    path("api/", include("search.api_urls")),
    path("api/", include("events.programme.api_urls")),
    path("api/", include("events.evaluation.api_urls")),
]
urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("", include("events.urls")),
    path("", include("events.registration.urls")),
    path("", include("events.announcements.urls")),
    path("", include("events.feedback.urls")),
    path("", include("events.evaluation.urls")),
    path("", include(page_urls)),
)
