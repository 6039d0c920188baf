"""What the base template shows around every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gpx_site.i18n.bilingual import active_language
from gpx_site.routing import alternates, navigation


def site_furniture(request: HttpRequest) -> dict[str, object]:
    """Navigation, breadcrumbs and the language switch; nothing is queried until it is shown."""
    stand_in = alternates.stand_in(request)
    found = SimpleLazyObject(lambda: alternates.alternates(request))
    return {
        "alternates": found,
        "canonical": SimpleLazyObject(lambda: alternates.canonical(found)),
        "hreflangs": SimpleLazyObject(lambda: alternates.hreflangs(found)),
        "stand_in": stand_in,
        "content_language": stand_in.language if stand_in else active_language(),
        "site_nav": SimpleLazyObject(lambda: navigation.main(request)),
        "footer_nav": SimpleLazyObject(lambda: navigation.footer(request)),
        "breadcrumbs": SimpleLazyObject(lambda: navigation.breadcrumbs(request)),
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEMO": settings.DEMO,
    }
