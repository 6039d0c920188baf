"""Send an announcement after reading it in both languages; show the kit for others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from events.announcements import services
from events.announcements.emails import announcement_email
from events.announcements.kit import NAMES, code_of, kits_of
from events.announcements.models import Announcement
from events.models import Event
from events.registration.admin.actions import ListedView, StaffView, VerbView
from gpx_site.mail import services as mail

LIST = "wagtailsnippets_announcements_announcement:list"
#: In the preview, in place of a subscriber's token.
ELLIPSIS = "…"
EVENTS = "wagtailsnippets_events_event:list"


class SendView(VerbView):
    """Show an announcement in both languages, then send it; once."""

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
        """Load the announcement."""
        super().setup(request, *args, **kwargs)
        rows = Announcement.objects.select_related("event")
        self.announcement = get_object_or_404(rows, pk=kwargs["pk"])

    def subject(self) -> str:
        """Return the event and the kind."""
        return str(self.announcement)

    def carry_out(self, **_given: Any) -> None:
        """Send the announcement."""
        services.send(announcement_id=self.announcement.pk, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the e-mail in each language and the number of recipients."""
        return super().get_context_data(**kwargs) | {
            "ready": not self.announcement.sent_at and services.is_ready(self.announcement),
            "audience": services.audience(self.announcement.event),
            "emails": [_preview(self.announcement, language) for language in ("cy", "en")],
        }


def _preview(announcement: Announcement, language: str) -> dict[str, str]:
    email = announcement_email(announcement, to="", languages=(language,), token=ELLIPSIS)
    message = mail.write(email, dedupe_key="preview")
    return {
        "language": language,
        "name": NAMES[language],
        "subject": str(message.subject),
        "body": str(message.body),
    }


class KitView(ListedView):
    """The announcement kit of an event: text, picture, code and links."""

    permission_required = "events.view_event"
    template_name = "announcements/admin/kit.html"
    list_name = EVENTS
    list_label = _("Events")
    page_title = _("Announcement kit")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        """Return the event."""
        return str(self.event)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the event."""
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(Event, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the kit of each language."""
        return super().get_context_data(**kwargs) | {"kits": kits_of(self.event)}


class CodeView(StaffView):
    """The QR code of an event's page in one language, as SVG."""

    permission_required = "events.view_event"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the code."""
        event = get_object_or_404(Event, pk=kwargs["pk"])
        for kit in kits_of(event):
            if kit.language == kwargs["language"]:
                return HttpResponse(code_of(kit.url), content_type="image/svg+xml")
        raise Http404
