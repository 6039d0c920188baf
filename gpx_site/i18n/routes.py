"""The routes of the JavaScript catalogues, in place of the packages' own."""

from django.urls import path

from gpx_site.i18n import jsi18n

admin_urlpatterns = [
    path("jsi18n/", jsi18n.wagtail),
    path("localize/jsi18n/", jsi18n.wagtail_localize),
]
