"""Recordings in the staff admin, with what is still missing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from events.models import Recording
from gpx_site.admin.viewsets import paired
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.media import subtitles

MISSING = {
    "en": gettext_lazy("English subtitles are missing"),
    "cy": gettext_lazy("Welsh subtitles are missing"),
}


def standing(recording: Recording) -> str:
    """Return whether the public sees the recording, or what is missing."""
    missing = [str(MISSING[language]) for language in recording.missing]
    return "; ".join(missing) or _("Shown on the page of the event")


class RecordingForm(WagtailAdminModelForm):
    """Take subtitles as files; store their text."""

    upload_en = forms.FileField(
        label=gettext_lazy("file of English subtitles (.vtt)"), required=False
    )
    upload_cy = forms.FileField(
        label=gettext_lazy("file of Welsh subtitles (.vtt)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Check the uploaded subtitles, and take them in place of the old ones."""
        cleaned: dict[str, Any] = super().clean()
        for language in LANGUAGES:
            upload = cleaned.get(f"upload_{language}")
            if upload:
                try:
                    cleaned[f"subtitles_{language}"] = _text(upload.read())
                except ValidationError as error:
                    self.add_error(f"upload_{language}", error)
        return cleaned


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file must be text in UTF-8.")) from None
    subtitles.parse(text)
    return text


class RecordingViewSet(SnippetViewSet):
    """Recordings of sessions."""

    model = Recording
    icon = "media"
    menu_label = gettext_lazy("Recordings")
    list_display = [
        "__str__",
        "session",
        Column("standing", label=gettext_lazy("Standing"), accessor=standing),
    ]
    list_per_page = 50
    search_fields = ["title_en", "title_cy"]
    edit_handler = ObjectList(
        [
            FieldPanel("session"),
            paired("title"),
            MultiFieldPanel(
                [FieldPanel("file"), FieldPanel("address"), FieldPanel("minutes")],
                heading=gettext_lazy("Video"),
            ),
            HelpPanel(
                gettext_lazy(
                    "The recording is shown on the page of the event once it has subtitles in "
                    "both languages. Then everybody who came is told by email, once."
                )
            ),
            FieldRowPanel([FieldPanel("upload_en"), FieldPanel("upload_cy")]),
            paired("subtitles"),
            paired("transcript"),
        ],
        base_form_class=RecordingForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recording]:
        """Return the recordings with their sessions."""
        return Recording.objects.select_related("session__event", "session__venue")
