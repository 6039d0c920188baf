"""The context of the base template."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gpx_site.i18n.bilingual import active_language
from gpx_site.routing import alternates, navigation


def site_furniture(request: HttpRequest) -> dict[str, object]:
    """Return navigation, breadcrumbs and language switch, each queried when it is first used."""
    fallback_page = alternates.fallback_page(request)
    found = cache(lambda: alternates.alternates(request))
    return {
        "alternates": SimpleLazyObject(found),
        "canonical": SimpleLazyObject(lambda: alternates.canonical(found())),
        "hreflangs": SimpleLazyObject(lambda: alternates.hreflangs(found())),
        "fallback_page": fallback_page,
        "content_language": fallback_page.language if fallback_page else active_language(),
        "site_nav": SimpleLazyObject(lambda: navigation.main(request)),
        "footer_nav": SimpleLazyObject(lambda: navigation.footer(request)),
        "breadcrumbs": SimpleLazyObject(lambda: navigation.breadcrumbs(request)),
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEMO": settings.DEMO,
    }
