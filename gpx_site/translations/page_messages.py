"""Messages to staff on publishing and translating a page."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page, Revision

from gpx_site.translations.actions import PairWouldPart
from gpx_site.translations.checks import PairNotReady, translation_of


def refused(request: HttpRequest, error: PairNotReady) -> HttpResponse:
    """Report what is missing, with links to both pages; redirect to the editor."""
    messages.error(request, explain(error), buttons=translation_buttons(error.page))
    return redirect("wagtailadmin_pages:edit", error.page.pk)


def parted(request: HttpRequest, error: PairWouldPart) -> HttpResponse:
    """Report why the action was refused; redirect to the parent of the page."""
    messages.error(request, str(error), buttons=translation_buttons(error.page))
    return redirect("wagtailadmin_explore", error.page.get_parent().pk)


def explain(error: PairNotReady) -> str:
    """Return the refusal as HTML: the draft is saved, and what is missing."""
    text = _(
        "“%(title)s” is saved as a draft. It cannot be published yet, because the page in the "
        "other language is not ready."
    )
    return _list(text, error.page, error.reasons)


def explain_mistakes(page: Page, error: ValidationError) -> str:
    """Return the refusal as HTML: the draft is saved, and its mistakes."""
    text = _("“%(title)s” is saved as a draft. It has a mistake and cannot be published.")
    return _list(text, page, error.messages)


def _list(text: str, page: Page, lines: Iterable[str | Promise]) -> str:
    title = page.get_admin_display_title()
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("{} <ul>{}</ul>", text % {"title": title}, items)


def translation_buttons(page: Page) -> list[tuple[str, str, bool]]:
    """Return links to the translation's editor and to the view of both languages."""
    buttons: list[tuple[str, str, bool]] = []
    translation = translation_of(page)
    if translation:
        url = reverse("wagtailadmin_pages:edit", args=[translation.pk])
        buttons.append(messages.button(url, _("Edit the other language")))
    buttons.append(messages.button(reverse("pair", args=[page.pk]), _("Both languages")))
    return buttons


def sent(request: HttpRequest, page: Page, lost: int) -> None:
    """Report that ``page`` was sent to be translated, and how many texts found no position."""
    title = page.get_admin_display_title()
    text = _("“%(title)s” is sent to be translated. Translate it here, or download its file.")
    messages.success(request, text % {"title": title})
    if lost:
        text = ngettext(
            "%(n)s text that was there has no place on the page; it is kept in its history.",
            "%(n)s texts that were there have no place on the page; they are kept in its history.",
            lost,
        )
        messages.warning(request, text % {"n": lost})


def published(request: HttpRequest, page: Page, revision: Revision) -> None:
    """Report the result of publishing ``revision``."""
    page.refresh_from_db()
    revision.refresh_from_db()
    translation = translation_of(page)
    if revision.approved_go_live_at:
        text = _("“%(title)s” is scheduled to be published.")
    elif translation and translation.live:
        text = _("“%(title)s” is published in both languages.")
    else:
        text = _("“%(title)s” is published in one language alone.")
    messages.success(
        request,
        text % {"title": page.get_admin_display_title()},
        buttons=translation_buttons(page),
    )
