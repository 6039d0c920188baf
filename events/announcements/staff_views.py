"""Sending an announcement after reading it in both languages, and the kit for others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from events.announcements import services
from events.announcements.emails import letter_of
from events.announcements.kit import NAMES, code_of, kits_of
from events.announcements.models import Announcement
from events.models import Event
from events.registration.admin.actions import ListedView, StaffView, VerbView
from gpx_site.mail import services as mail

LIST = "wagtailsnippets_announcements_announcement:list"
#: In the place of a reader's own secret.
NOBODYS = "…"
EVENTS = "wagtailsnippets_events_event:list"


class SendView(VerbView):
    """Read it in both languages, then send it; once."""

    permission_required = "announcements.change_announcement"
    template_name = "announcements/admin/send.html"
    list_name = LIST
    list_label = _("Announcements")
    page_title = _("Send this announcement")
    header_icon = "mail"
    consequence = _("Each of them gets one message in their language. It cannot be called back.")
    button = _("Yes, send it")
    done = _("The announcement is on its way.")
    refusals = {
        services.SentAlready: _("This announcement has been sent already."),
        services.NotReady: _("It cannot be sent yet: look at the event’s pages and dates."),
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the announcement."""
        super().setup(request, *args, **kwargs)
        rows = Announcement.objects.select_related("event")
        self.announcement = get_object_or_404(rows, pk=kwargs["pk"])

    def subject(self) -> str:
        """For which event, before or after."""
        return str(self.announcement)

    def carry_out(self, **_given: Any) -> None:
        """Send."""
        services.send(announcement_id=self.announcement.pk, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The message in each language, and how many would get it."""
        return super().get_context_data(**kwargs) | {
            "ready": not self.announcement.sent_at and services.is_ready(self.announcement),
            "audience": services.audience(self.announcement.event),
            "letters": [_preview(self.announcement, language) for language in ("cy", "en")],
        }


def _preview(announcement: Announcement, language: str) -> dict[str, str]:
    letter = letter_of(announcement, to="", languages=(language,), token=NOBODYS)
    message = mail.write(letter, dedupe_key="preview")
    return {
        "language": language,
        "name": NAMES[language],
        "subject": message.subject,
        "body": str(message.body),
    }


class KitView(ListedView):
    """Words, picture, code and links of an event."""

    permission_required = "events.view_event"
    template_name = "announcements/admin/kit.html"
    list_name = EVENTS
    list_label = _("Events")
    page_title = _("Announcement kit")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        """Of which event."""
        return str(self.event)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event."""
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(Event, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One part in each language."""
        return super().get_context_data(**kwargs) | {"kits": kits_of(self.event)}


class CodeView(StaffView):
    """The code of an event's page in one language, as SVG."""

    permission_required = "events.view_event"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw it."""
        event = get_object_or_404(Event, pk=kwargs["pk"])
        for kit in kits_of(event):
            if kit.language == kwargs["language"]:
                return HttpResponse(code_of(kit.url), content_type="image/svg+xml")
        raise Http404
