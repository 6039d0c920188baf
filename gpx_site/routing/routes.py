"""The routes of no feature: the choice of language, pages, health, files."""

from django.conf import settings
from django.urls import path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls

from gpx_site.routing import views

root_urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("demo/mail/", views.demo_mailbox, name="demo-mailbox"),
    # Pictures only: documents are served through Wagtail's own checked view.
    re_path(
        r"^media/(?P<path>(?:images|original_images)/.+)$",
        serve,
        {"document_root": settings.MEDIA_ROOT},
    ),
]
# Wagtail's own routes; ours replaces the last, that of every page, and finds it in one query.
urlpatterns = [
    *wagtail_urls.urlpatterns[:-1],
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
]
