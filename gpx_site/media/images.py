"""Uploaded pictures: validation and removal of the location.

A photograph contains where it was taken. That is removed before the file is stored, whether it
comes from the admin, a chooser or a command.
"""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

#: By format: the format in which it is written again, with as little loss as that allows.
WRITERS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": "keep"}),
    "MPO": ("JPEG", {"quality": 92}),
    "PNG": ("PNG", {"optimize": True}),
    "WEBP": ("WEBP", {"quality": 92, "method": 4}),
    "AVIF": ("AVIF", {"quality": 85}),
}
#: Where a picture may have metadata of Adobe's kind.
XMP = ("xmp", "XML:com.adobe.xmp")


class PictureForm(BaseImageForm):
    """Wagtail's form, with our own error messages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.error_messages.update(_refusals(field))


def _refusals(field: WagtailImageField) -> dict[str, str]:
    """Return the error messages of a file, with placeholders that the field fills in."""
    limits = {
        "max_filesize": field.max_upload_size_text,
        "megapixels": (field.max_image_pixels or 0) // 1_000_000,
    }
    return {
        "invalid_image": _(
            "This is not a picture, or the file is damaged. Choose a JPEG, PNG, WebP, AVIF or GIF "
            "file."
        ),
        "invalid_image_extension": _(
            "This kind of file is not taken as a picture. Choose a JPEG, PNG, WebP, AVIF or GIF "
            "file; SVG is refused because it can hold programs."
        ),
        "invalid_image_known_format": _(
            "The name of the file ends in .%(extension)s, but what is in it is %(image_format)s. "
            "Save it again as a JPEG or PNG file."
        ),
        "file_too_large": _(
            "The file is %(file_size)s, and the limit is %(max_filesize)s. Make the picture "
            "smaller."
        ),
        "file_too_large_unknown_size": _(
            "The file is too large: the limit is %(max_filesize)s. Make the picture smaller."
        )
        % limits,
        "file_too_many_pixels": _(
            "The picture is too large: the limit is %(megapixels)s million pixels. Make it smaller."
        )
        % limits,
    }


def without_place(content: bytes) -> bytes:
    """Return a picture without its location; the same bytes if it has none.

    The other Exif data, such as the orientation, is kept. A file that is no picture is returned
    unchanged; it is refused elsewhere.
    """
    try:
        picture = Image.open(io.BytesIO(content))
    except UnidentifiedImageError:
        return content
    with picture:
        if picture.format not in WRITERS or not _tells_place(picture):
            return content
        return _written(picture)


def _tells_place(picture: Image.Image) -> bool:
    metadata = (picture.info.get(name, b"") for name in XMP)
    named = (each.encode() if isinstance(each, str) else each for each in metadata)
    return ExifTags.Base.GPSInfo in picture.getexif() or any(b"GPS" in each for each in named)


def _written(picture: Image.Image) -> bytes:
    exif = picture.getexif()
    if ExifTags.Base.GPSInfo in exif:
        del exif[ExifTags.Base.GPSInfo]
    for name in XMP:
        picture.info.pop(name, None)
    name, options = WRITERS[str(picture.format)]
    written = io.BytesIO()
    picture.save(
        written,
        name,
        exif=exif.tobytes(),
        icc_profile=picture.info.get("icc_profile"),
        save_all=name != "JPEG" and getattr(picture, "is_animated", False),
        **options,
    )
    return written.getvalue()


def strip_place(instance: Any, **_signal: Any) -> None:
    """Remove the location of a picture before it is stored.

    A stored file of a new picture is overwritten: the admin stores it if a first attempt had an
    error.
    """
    file = instance.file
    if not file or (file._committed and not instance._state.adding):
        return
    file.open()
    content = file.read()
    clean = without_place(content)
    file.seek(0)
    if clean == content:
        return
    if file._committed:
        file.storage.delete(file.name)
        file.name = file.storage.save(file.name, ContentFile(clean))
    else:
        instance.file = ImageFile(ContentFile(clean), name=file.name)
    instance._set_image_file_metadata()
