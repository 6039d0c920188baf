"""The JavaScript catalogues of the staff admin, with the Welsh of the overlay."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class ScriptMessages(JavaScriptCatalog):
    """The JavaScript catalogue of a package, overridden by the overlay catalogue."""

    def get_paths(self, packages: list[str]) -> list[str]:
        """Return the locale folders of the packages and of the overlays; the last overrides."""
        overlays = map(str, settings.LOCALE_PATHS[1:])
        return [*super().get_paths(packages), *overlays]


_of_wagtail = ScriptMessages.as_view(packages=["wagtail.admin"])
_of_wagtail_localize = ScriptMessages.as_view(packages=["wagtail_localize"])


def wagtail(request: HttpRequest) -> HttpResponse:
    """Return the catalogue of Wagtail's admin in the language of the signed-in user."""
    response: HttpResponse = get_localized_response(_of_wagtail, request)
    return response


def wagtail_localize(request: HttpRequest) -> HttpResponse:
    """Return the catalogue of wagtail-localize in the language of the signed-in user."""
    response: HttpResponse = get_localized_response(_of_wagtail_localize, request)
    return response
