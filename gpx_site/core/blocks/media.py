"""Pictures, video and documents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError, StructValue
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from gpx_site.core.blocks.common import PICTURES, anchor
from gpx_site.core.blocks.rows import Preloaded
from gpx_site.core.blocks.text import SHORT_TEXT, TextBlock
from gpx_site.i18n.bilingual import LANGUAGES, active_language, other_language
from gpx_site.media.renditions import own_picture
from gpx_site.media.videos import Video, let_frame, parse_video


class PictureChooserBlock(Preloaded, ImageChooserBlock):
    """A picture; preloaded renditions are used."""

    canonical_module_path = "wagtail.images.blocks.ImageChooserBlock"

    def own(self, row: Any) -> Any:
        """Return a copy of the picture, with copied renditions."""
        return own_picture(row)


class DescribedPictureBlock(ImageBlock):
    """Wagtail's picture block with alternative text, which takes preloaded pictures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_blocks["image"] = PictureChooserBlock(label=_("File"))
        self.child_blocks["image"].set_name("image")


class OneDocumentBlock(Preloaded, DocumentChooserBlock):
    """A document."""

    canonical_module_path = "wagtail.documents.blocks.DocumentChooserBlock"


class PairedValue(StructValue):
    """A value whose paired values ``x_en`` and ``x_cy`` are read in the active language."""

    def own(self, field: str) -> tuple[Any, str]:
        """Return ``field`` in the active language and ``""``, else the other and its language."""
        language = active_language()
        if value := self.get(f"{field}_{language}"):
            return value, ""
        other = other_language(language)
        return self.get(f"{field}_{other}"), other


class PairedBlock(blocks.StructBlock):
    """A block with paired values, of which at least one language is required."""

    #: The paired fields, without the language.
    paired: str
    neither: Any

    class Meta:
        value_class = PairedValue

    def clean(self, value: Any) -> Any:
        """Refuse a value with neither language."""
        cleaned = super().clean(value)
        names = [f"{self.paired}_{language}" for language in LANGUAGES]
        if not self.is_deferred_validation and not any(cleaned.get(name) for name in names):
            raise StructBlockValidationError(non_block_errors=[self.neither])
        return cleaned


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, or marked as decoration, and a caption."""

    image = DescribedPictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("A picture, described for people who cannot see it, with a caption.")

    def get_preview_value(self) -> Any:
        """Return a preview with a picture of the site."""
        image = get_image_model().objects.last()
        caption = "Everyone builds it, everyone lives in it."
        return self.normalize({"image": image, "caption": caption})


class VideoAddressBlock(blocks.URLBlock):
    """The address of a video on YouTube or Vimeo."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[parse_video], required=False, **kwargs)


class VideoBlock(PairedBlock):
    """A video on another site, which is not contacted before the reader plays it."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    recording_en = VideoAddressBlock(label=_("Address of the recording in English"))
    recording_cy = VideoAddressBlock(
        label=_("Address of the recording in Welsh"),
        help_text=_("Give the same address twice where both languages are spoken in it."),
    )
    poster = PictureChooserBlock(
        label=_("Picture shown before it plays"),
        required=False,
        help_text=_("One of ours: nothing is fetched from the other site before it plays."),
    )
    captions = blocks.MultipleChoiceBlock(
        label=_("Captions"),
        choices=[("en", _("English")), ("cy", _("Welsh"))],
        help_text=_("The languages in which what is said can be read on the video."),
    )
    transcript = TextBlock(
        label=_("Transcript"),
        features=SHORT_TEXT,
        help_text=_("What is said and what can be seen, in the language of this page."),
    )

    paired = "recording"
    neither = _("Give the address of the recording in at least one language.")

    class Meta:
        icon = "media"
        group = PICTURES
        label = _("Video")
        template = "blocks/video.html"
        description = _("A video on YouTube or Vimeo that loads only when the reader plays it.")
        preview_value = {
            "title": "Who is the host?",
            "recording_en": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
            "captions": ["en", "cy"],
            "transcript": "<p>Aled: The kettle comes first.</p>",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the video in the active language, and allow the page to frame its player."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        address, only_language = value.own("recording")
        video = _video(address)
        if video and "request" in context:
            let_frame(context["request"], video)
        return context | {
            "video": video,
            "only_language": only_language,
            "captions": set(value["captions"] or []),
            "player_url": video.player_url(active_language()) if video else "",
            "anchor": anchor("video", value["title"], address),
        }


def _video(address: str | None) -> Video | None:
    """Return the video at ``address``; None if a draft has none or an invalid one."""
    try:
        return parse_video(address or "")
    except ValidationError:
        return None


class DocumentBlock(PairedBlock):
    """Slides or another document to download, one for each language."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    description = blocks.CharBlock(label=_("Description"), max_length=300, required=False)
    document_en = OneDocumentBlock(label=_("Document in English"), required=False)
    document_cy = OneDocumentBlock(
        label=_("Document in Welsh"),
        required=False,
        help_text=_("Choose the same document twice where it is in both languages."),
    )

    paired = "document"
    neither = _("Choose the document in at least one language.")

    class Meta:
        icon = "doc-full"
        group = PICTURES
        label = _("Slides or document")
        template = "blocks/document.html"
        description = _("Slides or another document, with its type and size.")

    def get_preview_value(self) -> Any:
        """Return a preview with a document of the site."""
        return self.normalize(
            {
                "title": "Slides: start with the kettle",
                "description": "What we showed on the day.",
                "document_en": get_document_model().objects.last(),
            }
        )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the document in the active language, its type and its size in bytes."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        document, only_language = value.own("document")
        return context | {
            "document": document,
            "only_language": only_language,
            "kind": document.file_extension.upper() if document else "",
            "size": document.get_file_size() if document else None,
        }
