"""Publishing many pages at once."""

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
    """Publish every pair that is ready among ``pages``; tell which are not, and why."""
    below = action.cleaned_form.cleaned_data.get("include_descendants")
    wanted = list(_with_descendants(pages, request.user) if below else pages)
    held = _publish_each(wanted, request.user)
    if held:
        # The twin of a page may be among those published after it was refused.
        held = _publish_each(list(held), request.user)
    done = len(wanted) - len(held)
    if done:
        text = ngettext("%(n)s page is published.", "%(n)s pages are published.", done)
        messages.success(request, text % {"n": done})
    if held:
        messages.error(request, _explain(held))
    return redirect(action.next_url)


def _with_descendants(pages: list[Page], user: User) -> Iterator[Page]:
    for page in pages:
        yield page
        for below in page.get_descendants().not_live().specific():
            if below.permissions_for_user(user).can_publish():
                yield below


def _publish_each(pages: list[Page], user: User) -> dict[Page, Reasons]:
    """Publish each in a transaction of its own; return the refused ones with the reasons."""
    held: dict[Page, Reasons] = {}
    for selected in pages:
        page = selected.specific_class.objects.get(pk=selected.pk)  # published with its twin?
        try:
            with transaction.atomic():
                revision = page.get_latest_revision() or page.save_revision(user=user)
                revision.publish(user=user)
        except PairNotReady as error:
            held[page] = error.reasons
        except ValidationError as error:
            held[page] = error.messages
    return held


def _explain(held: dict[Page, Reasons]) -> str:
    lines = ((page.get_admin_display_title(), " ".join(map(str, held[page]))) for page in held)
    return format_html(
        "{} <ul>{}</ul>",
        _("These pages are not published, because the other language is not ready."),
        format_html_join("", "<li>{}: {}</li>", lines),
    )
