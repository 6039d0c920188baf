"""What the base template shows around every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gpx_site.core import navigation
from gpx_site.core.i18n import alternates


def site_furniture(request: HttpRequest) -> dict[str, object]:
    """Navigation, breadcrumbs and the language switch; nothing is queried until it is shown."""
    return {
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "site_nav": SimpleLazyObject(lambda: navigation.main(request)),
        "footer_nav": SimpleLazyObject(lambda: navigation.footer(request)),
        "breadcrumbs": SimpleLazyObject(lambda: navigation.breadcrumbs(request)),
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEMO": settings.DEMO,
    }
