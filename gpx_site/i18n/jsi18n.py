"""The messages of the staff admin's scripts, in our own Welsh."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from gpx_site.core.borrowed.javascript import MESSAGES, PLURALS
from gpx_site.i18n.bilingual import active_language
from gpx_site.i18n.catalogue import PLURAL_FORMS

#: A number for each of the six plural forms, in their order.
ONE_OF_EACH = (0, 1, 2, 3, 6, 4)


class ScriptMessages(JavaScriptCatalog):
    """A package's messages for scripts; in Welsh, ours come before the package's own."""

    def get_catalog(self) -> dict[str, Any]:
        """Add what our own catalogue says."""
        said: dict[str, Any] = super().get_catalog()
        if active_language() == "cy":
            said |= {message: gettext(message) for message in MESSAGES}
            for singular, plural in PLURALS:
                said[singular] = [ngettext(singular, plural, n) for n in ONE_OF_EACH]
        return said

    @property
    def _plural_string(self) -> str | None:
        if active_language() == "cy":
            return PLURAL_FORMS
        return super()._plural_string


_of_wagtail = ScriptMessages.as_view(packages=["wagtail.admin"])
_of_wagtail_localize = ScriptMessages.as_view(packages=["wagtail_localize"])


def wagtail(request: HttpRequest) -> HttpResponse:
    """Wagtail's, in the language of whoever is signed in."""
    return get_localized_response(_of_wagtail, request)


def wagtail_localize(request: HttpRequest) -> HttpResponse:
    """The same for the translation editor."""
    return get_localized_response(_of_wagtail_localize, request)
