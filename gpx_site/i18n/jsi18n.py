"""The messages of the staff admin's scripts, in our own Welsh."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class ScriptMessages(JavaScriptCatalog):
    """A package's messages for scripts; those of the overlay catalogue come before them."""

    def get_paths(self, packages: Iterable[str]) -> list[str]:
        """Return the folders of the package's catalogues, and that of the overlay."""
        overlay = str(settings.LOCALE_PATHS[1])
        return [*super().get_paths(packages), overlay]


_of_wagtail = ScriptMessages.as_view(packages=["wagtail.admin"])
_of_wagtail_localize = ScriptMessages.as_view(packages=["wagtail_localize"])


def wagtail(request: HttpRequest) -> HttpResponse:
    """Wagtail's, in the language of whoever is signed in."""
    return get_localized_response(_of_wagtail, request)


def wagtail_localize(request: HttpRequest) -> HttpResponse:
    """The same for the translation editor."""
    return get_localized_response(_of_wagtail_localize, request)
