"""What the base template shows around every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gpx_site.core import i18n, navigation
from gpx_site.core.bilingual import active_language


def site_furniture(request: HttpRequest) -> dict[str, object]:
    """Navigation, breadcrumbs and the language switch; nothing is queried until it is shown."""
    stand_in = i18n.stand_in(request)
    alternates = SimpleLazyObject(lambda: i18n.alternates(request))
    return {
        "alternates": alternates,
        "canonical": SimpleLazyObject(lambda: i18n.canonical(alternates)),
        "hreflangs": SimpleLazyObject(lambda: i18n.hreflangs(alternates)),
        "stand_in": stand_in,
        "content_language": stand_in.language if stand_in else active_language(),
        "site_nav": SimpleLazyObject(lambda: navigation.main(request)),
        "footer_nav": SimpleLazyObject(lambda: navigation.footer(request)),
        "breadcrumbs": SimpleLazyObject(lambda: navigation.breadcrumbs(request)),
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEMO": settings.DEMO,
    }
