"""Publish many pages at once."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from gpx_site.core.requests import StaffRequest
from gpx_site.translations.checks import PairNotReady

Reasons = Sequence[str | Promise]


def publish(request: StaffRequest, pages: list[Page], action: PublishBulkAction) -> HttpResponse:
    """Publish both languages of each page of ``pages`` that is ready; report the others and why."""
    below = action.cleaned_form.cleaned_data.get("include_descendants")
    wanted = list(_with_descendants(pages, request.user) if below else pages)
    refused = _publish_each(wanted, request.user)
    if refused:
        # The translation of a refused page may have been published after it.
        refused = _publish_each(list(refused), request.user)
    done = len(wanted) - len(refused)
    if done:
        text = ngettext("%(n)s page is published.", "%(n)s pages are published.", done)
        messages.success(request, text % {"n": done})
    if refused:
        messages.error(request, _explain(refused))
    return redirect(action.next_url)


def _with_descendants(pages: list[Page], user: User) -> Iterator[Page]:
    for page in pages:
        yield page
        for below in page.get_descendants().not_live().specific():
            if below.permissions_for_user(user).can_publish():
                yield below


def _publish_each(pages: list[Page], user: User) -> dict[Page, Reasons]:
    """Publish each page in its own transaction; return the refused pages with the reasons."""
    refused: dict[Page, Reasons] = {}
    for selected in pages:
        # Fetched again: its translation may have published it.
        page = selected.specific_class.objects.get(pk=selected.pk)
        try:
            with transaction.atomic():
                revision = page.get_latest_revision() or page.save_revision(user=user)
                revision.publish(user=user)
        except PairNotReady as error:
            refused[page] = error.reasons
        except ValidationError as error:
            refused[page] = error.messages
    return refused


def _explain(refused: dict[Page, Reasons]) -> str:
    lines = (
        (page.get_admin_display_title(), " ".join(map(str, refused[page]))) for page in refused
    )
    return format_html(
        "{} <ul>{}</ul>",
        _("These pages are not published, because the other language is not ready."),
        format_html_join("", "<li>{}: {}</li>", lines),
    )
