"""The translation desk in Wagtail's admin, in place of wagtail-localize's own pages.

Those overwrite what somebody else has changed, publish past the pair policy, and take no draft for
their source.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from gpx_site.translations.localize import translation_into


@hooks.register("before_edit_page")
def to_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Open a page that is under translation at the desk.

    What is sent from an editor that was open before is saved as a draft, which the desk tells of.
    """
    if request.method == "GET" and translation_into(page):
        return redirect("translate", page.pk)
    return None
