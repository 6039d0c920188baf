"""The shared blocks: what they refuse, and what they render."""

from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks.base import get_error_json_data

from gpx_site.core import blocks
from tests.factories.blocks import RECORDING, VIDEO, accordion, document, image, table, video


def render(block, value, **context):
    return block.render(block.to_python(value), context=context)


def refused(block, value, language="en"):
    """What the editor says of ``value``, as it is sent to the browser."""
    with override(language), pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    with override(language):
        return get_error_json_data(caught.value)


class Outline(HTMLParser):
    """The elements in order, without their texts and addresses."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs).get("class")))


# Pictures


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please add some alt text for your image or mark it as decorative"),
        ("cy", "Ychwanegwch destun amgen ar gyfer eich delwedd neu ei nodi fel addurnol"),
    ],
)
@pytest.mark.django_db
def test_a_picture_is_described_or_is_decoration_by_choice(language, sentence):
    block, pk = blocks.PictureBlock(), image().pk
    undecided = {"image": {"image": pk, "alt_text": "", "decorative": False}, "caption": ""}
    found = refused(block, undecided, language)
    assert found["blockErrors"]["image"]["blockErrors"]["alt_text"]["messages"] == [sentence]
    for decided, alt in (
        ({"alt_text": "A kettle", "decorative": False}, 'alt="A kettle"'),
        ({"alt_text": "", "decorative": True}, 'alt=""'),
        ({"alt_text": "Left behind", "decorative": True}, 'alt=""'),
    ):
        value = {"image": {"image": pk} | decided, "caption": ""}
        block.clean(block.to_python(value))
        assert alt in render(block, value)


# Video


def test_a_video_needs_a_recording_captions_and_a_transcript():
    block = blocks.VideoBlock()
    found = refused(block, video(captions=[], transcript="", recording_en="", title=""))
    assert set(found["blockErrors"]) == {"title", "captions", "transcript"}
    assert refused(block, video(recording_en=""), "cy")["messages"] == [
        "Rhowch gyfeiriad y recordiad mewn o leiaf un iaith."
    ]
    found = refused(block, video(recording_en="https://example.org/film"))
    assert found["blockErrors"]["recording_en"]["messages"] == [
        "Give the address of a video on YouTube or Vimeo."
    ]
    block.clean(block.to_python(video()))


def test_a_video_asks_nothing_of_anybody_before_it_is_played():
    html = render(blocks.VideoBlock(), video())
    assert "<iframe" not in html
    assert "<img" not in html
    assert f'<a href="{VIDEO}">Watch on YouTube</a>' in html
    assert 'data-video="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?' in html
    assert "your browser asks YouTube (Google) for it" in html
    assert "Captions are available in English and in Welsh." in html
    assert "<p>The kettle comes first.</p>" in html
    assert "Transcript: Who is the host?" in html
    assert "data-video-play hidden>" in html  # the link is enough without JavaScript


def test_a_reader_is_given_the_recording_in_their_language():
    block = blocks.VideoBlock()
    alone, both = video(), video(recording_cy=RECORDING)
    with override("cy"):
        english_only, own = render(block, alone), render(block, both)
    assert f'<a href="{VIDEO}" hreflang="en">Gwylio ar YouTube</a>' in english_only
    assert "Saesneg yn unig" in english_only
    assert f'<a href="{RECORDING}">Gwylio ar Vimeo</a>' in own
    assert "yn unig" not in own


@pytest.mark.django_db
def test_only_a_page_with_a_video_may_frame_its_player(rf):
    request = rf.get("/")
    render(blocks.VideoBlock(), video(recording_cy=RECORDING), request=request)
    assert request.frame_sources == {"https://www.youtube-nocookie.com"}


# Documents


@pytest.mark.django_db
def test_a_document_says_its_type_its_size_and_its_language():
    block = blocks.DocumentBlock()
    english, welsh = document("Slides"), document("Sleidiau", size=5 * 1024 * 1024)
    alone = {"title": "Our slides", "document_en": english.pk, "document_cy": None}
    both = alone | {"document_cy": welsh.pk}
    assert f'<a href="{english.url}">Our slides (PDF, 2.0\xa0KB)</a>' in render(block, alone)
    with override("cy"):
        assert f'<a href="{english.url}" hreflang="en">' in render(block, alone)
        assert "Saesneg yn unig" in render(block, alone)
        assert f'<a href="{welsh.url}">Our slides (PDF, 5.0\xa0MB)</a>' in render(block, both)
        assert "yn unig" not in render(block, both)
    assert refused(block, {"title": "None"})["messages"] == [
        "Choose the document in at least one language."
    ]


# Tables


def test_a_table_can_be_read_aloud():
    html = render(blocks.TableBlock(), table())
    assert html.count('<th scope="col"') == 3
    assert html.count('<th scope="row"') == 2
    assert 'tabindex="0" role="region" aria-labelledby="table-' in html
    assert html.count("Calls to the office") == 1
    without = render(blocks.TableBlock(), table() | {"row_headings": False})
    assert without.count('<th scope="row"') == 0
    assert without.count("<td ") == 6


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"caption": " "}, "Rhowch gapsiwn i’r tabl: mae’n dweud beth yw pwnc y tabl."),
        ({"columns": [{"type": "text", "heading": ""}]}, "Rhowch bennawd i bob colofn."),
        ({"columns": [], "rows": []}, "Rhowch o leiaf un golofn ac un rhes i’r tabl."),
    ],
)
def test_a_table_that_cannot_be_read_aloud_is_refused(wrong, sentence):
    found = refused(blocks.TableBlock(), table(**wrong), "cy")
    assert found["blockErrors"]["table"]["messages"] == [sentence]


# Accordions


def test_an_accordion_is_open_without_javascript_and_its_headings_follow_the_texts():
    html = render(blocks.AccordionBlock(), accordion())
    assert [tag for tag, _class in Outline(html).elements if tag in {"h2", "h3", "h4"}] == [
        "h2",
        "h3",
        "h3",
    ]
    assert "hidden" not in html
    assert "<p>It is free.</p>" in html
    assert 'data-remember-expanded="false"' in html  # nothing is stored in the reader's browser
    with override("cy"):
        assert 'data-i18n.show-section="Dangos"' in render(blocks.AccordionBlock(), accordion())


@pytest.mark.parametrize(
    ("block", "value"),
    [
        (blocks.VideoBlock(), video(recording_cy=VIDEO)),
        (blocks.TableBlock(), table()),
        (blocks.AccordionBlock(), accordion()),
    ],
)
def test_both_languages_have_the_same_shape(block, value):
    english = Outline(render(block, value)).elements
    with override("cy"):
        assert Outline(render(block, value)).elements == english
    assert english


def test_every_part_of_a_picture_is_named_in_welsh():
    image = blocks.PictureBlock().child_blocks["image"]
    with override("cy"):
        names = [str(part.label) for part in image.child_blocks.values()]
    assert names == ["Ffeil", "Addurn yw’r llun", "Testun amgen"]
