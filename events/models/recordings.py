"""The recording of a session, shown once it can be read in both languages."""

from pathlib import PurePath
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models.sessions import EventSession
from gpx_site.i18n.bilingual import LANGUAGES, BilingualText, active_language
from gpx_site.media import subtitles
from gpx_site.media.videos import let_frame, parse_video

#: Each language in its own words, as a player lists them.
LANGUAGE_NAMES = (("en", "English"), ("cy", "Cymraeg"))
#: What a browser plays, by the ending of the file's name.
TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}


def check_video_file(file: "File[bytes]") -> None:
    """Check by its first bytes that a file is the kind of video that its name says.

    Raises:
        ValidationError: it is not.
    """
    start = file.open("rb").read(12)
    file.seek(0)
    is_what = {".mp4": start[4:8] == b"ftyp", ".webm": start[:4] == b"\x1a\x45\xdf\xa3"}
    if not is_what.get(PurePath(file.name or "").suffix.lower()):
        raise ValidationError(_("This file is not a video in MP4 or WebM."))


def check_subtitles(text: str) -> None:
    """Raise ValidationError where ``text`` is not WebVTT."""
    subtitles.parse(text)


def check_address(address: str) -> None:
    """Raise ValidationError where ``address`` is not a video of a supported site."""
    parse_video(address)


class RecordingQuerySet(models.QuerySet["Recording"]):
    """Reads of recordings."""

    def public(self) -> Self:
        """Return the recordings with subtitles in both languages, the only ones shown."""
        return self.exclude(subtitles_en="").exclude(subtitles_cy="")


class Recording(models.Model):
    """A video of a session: a file of our own, or one on YouTube or Vimeo.

    The public sees it once both languages have subtitles, and not before. A transcript is made
    from the subtitles of its language where none is given.
    """

    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="recordings",
        on_delete=models.PROTECT,
    )
    title_en = models.CharField(_("title in English"), max_length=150)
    title_cy = models.CharField(_("title in Welsh"), max_length=150)
    file = models.FileField(
        _("video file"),
        upload_to="recordings/",
        blank=True,
        validators=[FileExtensionValidator(["mp4", "webm"]), check_video_file],
        help_text=_("MP4 or WebM. Leave it empty where the video is on YouTube or Vimeo."),
    )
    address = models.URLField(
        _("address of the video"),
        blank=True,
        validators=[check_address],
        help_text=_("On YouTube or Vimeo. Its player loads only when the reader plays it."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes, rounded up"), validators=[MinValueValidator(1)]
    )
    subtitles_en = models.TextField(
        _("subtitles in English"), blank=True, validators=[check_subtitles]
    )
    subtitles_cy = models.TextField(
        _("subtitles in Welsh"), blank=True, validators=[check_subtitles]
    )
    transcript_en = models.TextField(
        _("transcript in English"),
        blank=True,
        help_text=_("Left empty, it is made from the subtitles."),
    )
    transcript_cy = models.TextField(
        _("transcript in Welsh"),
        blank=True,
        help_text=_("Left empty, it is made from the subtitles."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    title = BilingualText()

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["session__starts_at", "id"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(
                name="recording_is_a_file_or_an_address",
                condition=Q(file="") & ~Q(address="") | ~Q(file="") & Q(address=""),
                violation_error_message=_("Give a file or an address, and not both."),
            ),
            *(
                models.CheckConstraint(
                    name=f"recording_subtitles_{language}_are_webvtt",
                    condition=Q(**{f"subtitles_{language}": ""})
                    | Q(**{f"subtitles_{language}__contains": "WEBVTT"})
                    & Q(**{f"subtitles_{language}__contains": subtitles.ARROW}),
                    violation_error_message=_("The file must begin with WEBVTT."),
                )
                for language in LANGUAGES
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Check the subtitles whoever saves them, because the public is shown them, and save.

        Raises:
            ValidationError: subtitles are not WebVTT.
        """
        for text in filter(None, (self.subtitles_en, self.subtitles_cy)):
            check_subtitles(text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Check that no subtitle ends after the video."""
        late = {}
        for language in LANGUAGES:
            name = f"subtitles_{language}"
            try:
                cues = subtitles.parse(getattr(self, name)) if getattr(self, name) else []
            except ValidationError:  # the field's own validator reports it
                continue
            if cues and self.minutes and cues[-1].end > self.minutes * 60:
                late[name] = _("The last subtitle stands after the end of the video.")
        if late:
            raise ValidationError(late)

    @property
    def missing(self) -> list[str]:
        """The languages that still have no subtitles."""
        return [each for each in LANGUAGES if not getattr(self, f"subtitles_{each}")]

    @property
    def is_public(self) -> bool:
        """Whether the public may see it."""
        return not self.missing

    @property
    def paragraphs(self) -> list[str]:
        """The transcript in the active language."""
        language = active_language()
        if given := getattr(self, f"transcript_{language}").strip():
            return [line.strip() for line in given.splitlines() if line.strip()]
        return subtitles.transcript(subtitles.parse(getattr(self, f"subtitles_{language}")))

    @property
    def media_type(self) -> str:
        """The type of the file."""
        return TYPES[PurePath(self.file.name or "").suffix.lower()]


def player(recording: Recording, request: HttpRequest) -> dict[str, Any]:
    """Return what the template of a recording shows.

    Where the player is another site's, allow the response to frame it.
    """
    video = parse_video(recording.address) if recording.address else None
    if video:
        let_frame(request, video)
    own_first = sorted(LANGUAGE_NAMES, key=lambda name: name[0] != active_language())
    return {
        "recording": recording,
        "video": video,
        "player_url": video.player_url(active_language()) if video else "",
        "tracks": own_first,
    }
