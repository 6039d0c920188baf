"""Open the translation editor in place of the page editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from gpx_site.translations.localize import translation_into


@hooks.register("before_edit_page")
def redirect_to_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Redirect from the page editor of a page under translation to the translation editor.

    A form of the page editor that was opened before is saved as a draft, which the translation
    editor reports.
    """
    if request.method == "GET" and translation_into(page):
        return redirect("translate", page.pk)
    return None
