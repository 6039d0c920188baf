"""Announcements in the staff admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from events.announcements.models import Announcement
from events.announcements.staff_views import SendView
from gpx_site.admin.viewsets import paired


class AnnouncementForm(WagtailAdminModelForm):
    """Disable every field of an announcement that has been sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.sent_at:
            for field in self.fields.values():
                field.disabled = True


class AnnouncementViewSet(SnippetViewSet):
    """Announcements of events to subscribers."""

    model = Announcement
    icon = "mail"
    menu_label = _("Announcements")
    list_display = ["__str__", "sent_at", "recipients"]
    list_filter = ["kind", "event"]
    list_per_page = 50
    search_fields = ["subject_en", "subject_cy", "event__title_en", "event__title_cy"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("event"), FieldPanel("kind")]),
            paired("subject"),
            paired("text"),
        ],
        base_form_class=AnnouncementForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        """Return the announcements with their events."""
        return Announcement.objects.select_related("event")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of sending."""
        return [*super().get_urlpatterns(), path("send/<int:pk>/", SendView.as_view(), name="send")]
