"""The root URL configuration: the ``routes.py`` of each app, and the packages' own.

A ``routes.py`` has ``urlpatterns`` (below the language), ``api_urlpatterns`` (below ``/api/``),
``root_urlpatterns`` (below neither), ``sub_urls`` (below a page) and ``admin_urlpatterns``. An app
registers the last two itself: with `gpx_site.routing.sub_urls` and with Wagtail's hook.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from events import routes as events
from events.announcements import routes as announcements
from events.evaluation import routes as evaluation
from events.feedback import routes as feedback
from events.registration import routes as registration
from gpx_site.i18n import routes as i18n
from gpx_site.routing import inventory
from gpx_site.routing import routes as routing
from search import routes as search

urlpatterns = [
    *routing.root_urlpatterns,
    *events.root_urlpatterns,
    # Ours first: they override two of the packages' own.
    path("admin/", include([*i18n.admin_urlpatterns, *wagtailadmin_urls.urlpatterns])),
    path("documents/", include(wagtaildocs_urls)),
    *(path("api/", include(each.api_urlpatterns)) for each in (search, events, evaluation)),
    *i18n_patterns(
        *search.urlpatterns,
        *events.urlpatterns,
        *registration.urlpatterns,
        *announcements.urlpatterns,
        *feedback.urlpatterns,
        *evaluation.urlpatterns,
        *routing.urlpatterns,  # the last: it contains the route of every page
    ),
]
inventory.refuse_repeated(urlpatterns)
