"""Announcements in the staff admin's menu, and the buttons that lead to their pages."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from events.announcements import routes
from events.announcements.models import Announcement
from events.models import Event

hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Offer the kit beside an event, and sending beside an announcement."""
    if isinstance(snippet, Event):
        url = reverse("announcement-kit", args=[snippet.pk])
        yield Button(_("Announcement kit"), url, icon_name="mail")
    elif isinstance(snippet, Announcement):
        may_send = user.has_perm("announcements.change_announcement") and not snippet.sent_at
        if may_send:
            url = reverse("wagtailsnippets_announcements_announcement:send", args=[snippet.pk])
            yield Button(_("Read and send"), url, icon_name="mail")
