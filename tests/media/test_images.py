"""Uploaded pictures: what is refused and why, and that no place is kept."""

import io
import json

import pytest
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image, ImageChops, ImageStat
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from gpx_site.demo.loader.content import IMAGES
from gpx_site.media.images import without_place
from tests import factories

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/>%b</svg>'
PROGRAM = b"<script>alert(document.domain)</script>"
ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG % b"<text>&b;</text>"


def picture(kind="JPEG", size=(40, 30), place=True, xmp=b"", **options):
    """A picture that says which way is up, and perhaps where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Copyright] = "GPX"
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {1: "N", 2: (51.0, 28.0, 52.0), 3: "W", 4: (3.0, 10.0, 35.0)}
        )
    handle = io.BytesIO()
    image = Image.effect_noise(size, 40).convert("RGB")
    image.save(handle, kind, exif=exif.tobytes(), **({"xmp": xmp} if xmp else {}), **options)
    return handle.getvalue()


def places(content):
    with Image.open(io.BytesIO(content)) as image:
        return dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))


def upload(name, content):
    form = get_image_form(get_image_model())
    file = SimpleUploadedFile(name, content)
    return form({"title": "Kettle", "collection": 1}, {"file": file})


@pytest.fixture
def editor(client, site_tree):
    client.staff = factories.administrator()
    client.force_login(client.staff)
    return client


def choose(client, name, content):
    """Upload a picture from the middle of a post, as the editor does."""
    url = reverse("wagtailimages_chooser:create")
    file = SimpleUploadedFile(name, content)
    data = {"image-chooser-upload-title": "The kettle", "image-chooser-upload-file": file}
    return client.post(url, data).json()


# What is refused


@pytest.mark.parametrize(
    ("name", "content", "english", "welsh"),
    [
        (
            "big.jpg",
            picture() + b"\0" * 40 * MB,
            "The file is 40.0\xa0MB, and the limit is 20.0\xa0MB. Make the picture smaller.",
            "Maint y ffeil yw 40.0\xa0MB, a’r terfyn yw 20.0\xa0MB. Gwnewch y llun yn llai.",
        ),
        *(
            (
                name,
                content,
                "This kind of file is not taken as a picture. Choose a JPEG, PNG, WebP, AVIF or "
                "GIF file; SVG is refused because it can hold programs.",
                "Ni dderbynnir y math hwn o ffeil yn llun. Dewiswch ffeil JPEG, PNG, WebP, AVIF "
                "neu GIF; gwrthodir SVG am y gall gynnwys rhaglenni.",
            )
            for name, content in (("a.svg", SVG % b""), ("a.svg", SVG % PROGRAM))
        ),
        (
            "a.png",
            SVG % PROGRAM,
            "The name of the file ends in .png, but what is in it is svg. Save it again as a JPEG "
            "or PNG file.",
            "Mae enw’r ffeil yn gorffen â .png, ond ei chynnwys yw svg. Cadwch hi eto yn ffeil "
            "JPEG neu PNG.",
        ),
        (
            "a.jpg",
            b"\0\1\2 no picture",
            "This is not a picture, or the file is damaged. Choose a JPEG, PNG, WebP, AVIF or GIF "
            "file.",
            "Nid llun yw hwn, neu mae’r ffeil wedi’i difrodi. Dewiswch ffeil JPEG, PNG, WebP, AVIF "
            "neu GIF.",
        ),
        (
            "a.svg",
            ENTITIES,
            "This is not a picture, or the file is damaged. Choose a JPEG, PNG, WebP, AVIF or GIF "
            "file.",
            "Nid llun yw hwn, neu mae’r ffeil wedi’i difrodi. Dewiswch ffeil JPEG, PNG, WebP, AVIF "
            "neu GIF.",
        ),
    ],
)
def test_a_file_is_refused_with_the_reason_in_the_editors_language(
    editor, name, content, english, welsh
):
    for language, sentence in (("en", english), ("cy", welsh)):
        profile = UserProfile.get_for_user(editor.staff)
        profile.preferred_language = language
        profile.save()
        answer = choose(editor, name, content)
        assert answer["step"] == "reshow_creation_form"
        assert sentence in answer["htmlFragment"]
        assert 'value="The kettle"' in answer["htmlFragment"]  # what was typed is still there
    assert get_image_model().objects.count() == 0


def test_more_pixels_than_we_can_work_with_are_refused():
    handle = io.BytesIO()
    Image.new("1", (8000, 7000)).save(handle, "PNG")
    form = upload("wide.png", handle.getvalue())
    assert form.errors == {
        "file": ["The picture is too large: the limit is 50 million pixels. Make it smaller."]
    }


def test_a_bomb_of_pixels_is_refused():
    handle = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(handle, "PNG")
    assert len(handle.getvalue()) < MB
    form = upload("bomb.png", handle.getvalue())
    assert list(form.errors) == ["file"]


# Where it was taken


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_place_is_taken_out_and_the_rest_stays(kind):
    before = picture(kind)
    assert places(before)
    after = without_place(before)
    assert places(after) == {}
    with Image.open(io.BytesIO(after)) as image:
        assert (image.format, image.size) == (kind, (40, 30))
        exif = image.getexif()
        assert exif[ExifTags.Base.Copyright] == "GPX"
        assert exif[ExifTags.Base.Orientation] == 6
    assert without_place(after) == after


def test_a_jpeg_loses_next_to_nothing():
    before = picture(quality=85)
    after = without_place(before)
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as two:
        assert one.quantization == two.quantization
        assert max(ImageStat.Stat(ImageChops.difference(one, two)).mean) < 2  # of 255


def test_what_adobe_writes_of_the_place_goes_as_well():
    xmp = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="51,28.9N"/></x:xmpmeta>'
    before = picture(place=False, xmp=xmp)
    assert b"GPSLatitude" in before
    assert b"GPSLatitude" not in without_place(before)


def test_a_picture_that_does_not_say_stays_as_it_is():
    for content in (picture(place=False), (IMAGES / "risk-scales.jpg").read_bytes(), b"no picture"):
        assert without_place(content) == content


def stored(image):
    with image.file.open("rb") as handle:
        return handle.read()


def test_no_way_in_keeps_the_place(editor):
    model = get_image_model()
    choose(editor, "chosen.jpg", picture())
    url = reverse("wagtailimages:add_multiple")
    file = SimpleUploadedFile("several.jpg", picture(size=(41, 30)))
    editor.post(url, {"title": "Several", "files[]": file})
    file = ImageFile(io.BytesIO(picture(size=(42, 30))), name="command.jpg")
    model.objects.create(title="Command", file=file)
    made = list(model.objects.all())
    assert [image.title for image in made] == ["The kettle", "Several", "Command"]
    for image in made:
        content = stored(image)
        assert places(content) == {}
        assert image.file.size == len(content)
        assert image.file_size in {len(content), None}
        rendition = image.get_rendition("width-20")
        with rendition.file.open("rb") as handle:
            assert places(handle.read()) == {}


def test_a_second_attempt_keeps_no_place_either(editor):
    """A file whose title was refused waits in a place of its own until the title is mended."""
    url = reverse("wagtailimages:add_multiple")
    file = SimpleUploadedFile("waiting.jpg", picture())
    answer = json.loads(editor.post(url, {"title": "x" * 300, "files[]": file}).content)
    waiting = UploadedFile.objects.get()
    assert answer["success"] is True
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}"
    editor.post(url, {f"{prefix}-title": "Mended", f"{prefix}-collection": 1})
    image = get_image_model().objects.get()
    assert places(stored(image)) == {}
    assert image.file_size == len(stored(image))


def test_a_new_file_for_an_old_picture_keeps_no_place(editor):
    image = get_image_model().objects.create(
        title="Old", file=ImageFile(io.BytesIO(picture(place=False)), name="old.jpg")
    )
    url = reverse("wagtailimages:edit", args=[image.pk])
    data = {"title": "Old", "collection": 1, "file": SimpleUploadedFile("new.jpg", picture())}
    assert editor.post(url, data).status_code == 302
    assert places(stored(get_image_model().objects.get())) == {}
