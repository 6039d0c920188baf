"""A post with every kind of block: as it is read, as it is translated, and what it costs."""

from html.parser import HTMLParser

import pytest
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail_localize.models import (
    OverridableSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from blog.blocks import PostBody
from blog.models import BlogPage
from blog.prefetch import prefetch
from gpx_site.core.blocks.rows import named
from gpx_site.translations.checks import missing
from gpx_site.translations.create_translation import create_translation
from tests import factories
from tests.factories.blocks import VIDEO, accordion, every_block, image, raw, table
from tests.factories.blog import blog_index, posts
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db
VOID = {"img", "input", "br", "hr", "link", "meta", "rect", "line", "path", "circle"}


@pytest.fixture
def event(site_tree):
    event = factories.event()
    factories.event_pages(factories.event_index(site_tree), event)
    factories.session(event=event)
    return event


@pytest.fixture
def both(site_tree, event):
    """A post with one block of each kind, in English and in Welsh."""
    return posts(blog_index(site_tree), body=every_block(event))


class Outline(HTMLParser):
    """The elements of the article with their classes, and its headings."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html.partition("<article>")[2].partition("</article>")[0])

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs).get("class")))


def test_every_kind_is_shown_and_both_languages_have_the_same_shape(client, both):
    english, welsh = (read(client, page.url) for page in both)
    outline = Outline(english.html).elements
    assert outline == Outline(welsh.html).elements
    levels = [tag for tag, _class in outline if tag in {"h2", "h3"}]
    assert levels[:4] == ["h2", "h2", "h3", "h3"]
    classes = {name for _tag, found in outline for name in (found or "").split()}
    assert classes >= {
        "gpx-quote",
        "gpx-callout",
        "gpx-accordion",
        "gpx-figure",
        "gpx-video",
        "gpx-document",
        "gpx-table",
        "gpx-evidence",
        "gpx-evidence--room",
        "gpx-plot",
        "gpx-callout--event",
    }
    assert len(english.links) == len(welsh.links)


def test_every_kind_can_be_chosen_with_an_explanation_and_a_preview(client, both):
    client.force_login(factories.administrator())
    for name, block in PostBody().child_blocks.items():
        assert block.label, name
        assert block.get_description(), name
        assert block.meta.icon != "placeholder", name
        assert block.meta.template == f"blocks/{'event_call' if name == 'event' else name}.html"
        assert block.get_preview_value(), name
        page = client.get(f"/admin/block-preview/?id={block.definition_prefix}")
        assert page.status_code == 200, name
        prose = page.content.decode().partition('class="gpx-prose">')[2]
        assert len(prose.partition("</main>")[0].strip()) > len("</div>"), name


def test_only_a_post_with_a_video_may_frame_a_player(client, site_tree, both):
    plain, _twin = posts((both[0].get_parent().specific, both[1].get_parent().specific))
    with_video, without = (client.get(page.url) for page in (both[0], plain))
    assert "frame-src https://www.youtube-nocookie.com;" in (
        with_video["Content-Security-Policy"] + ";"
    )
    assert "frame-src" not in without["Content-Security-Policy"]
    for response in (with_video, without):
        assert not response.cookies
        assert "youtube" not in response["Content-Security-Policy"].split("frame-src")[0]


def test_the_number_of_blocks_costs_no_query(client, site_tree, event):
    index, body = blog_index(site_tree), every_block(event)
    more = [raw(each["type"], each["value"], 100 + n) for n, each in enumerate(body * 9)]
    once, _twin = posts(index, body=body)
    ten_times, _twin = posts(index, body=[*body, *more])
    assert count_queries(client, once.url) == count_queries(client, ten_times.url)


def test_what_is_fetched_together_is_shown_as_what_is_fetched_block_by_block(
    both, django_assert_num_queries
):
    page, target = (BlogPage.objects.get(pk=each.pk) for each in both)
    with override("cy"):
        one_by_one = [str(block) for block in target.body]
        target = BlogPage.objects.get(pk=target.pk)
        prefetch(target)
        with django_assert_num_queries(0):
            assert [str(block) for block in target.body] == one_by_one
    with django_assert_num_queries(0):
        wanted = named(page.body)
    assert {kind.__name__: len(keys) for kind, keys in wanted.items()} == {
        "Image": 2,
        "Document": 2,
        "PublicResult": 2,
        "Event": 1,
    }


def test_a_picture_shown_twice_has_the_words_of_each_place(client, site_tree):
    shown = image()
    body = [
        raw("picture", {"image": {"image": shown.pk, "alt_text": words}, "caption": ""}, number)
        for number, words in enumerate(("A warm room", "A cold room"))
    ]
    post, _twin = posts(blog_index(site_tree), body=body, image=shown)
    for _once_more in range(2):
        html = read(client, post.url).html
        assert html.count('alt="A warm room"') == html.count('alt="A cold room"') == 1


def test_what_a_block_names_and_is_gone_is_left_out(client, both, event):
    page = BlogPage.objects.get(pk=both[0].pk)
    stored = {each["type"]: each["value"] for each in page.body.raw_data}
    get_image_model().objects.filter(pk=stored["picture"]["image"]["image"]).delete()
    get_document_model().objects.filter(pk=stored["document"]["document_en"]).delete()
    event.pages.all().delete()
    html = read(client, page.url).html
    article = html.partition("<article>")[2].partition("</article>")[0]
    assert "Everyone lives in it." not in article
    assert "gpx-callout--event" not in article
    assert "Welsh only" in article


# Translation


def by_block(page, kind):
    """The texts and the facts of the block of one kind that wagtail-localize offers."""
    block = next(block for block in page.body if block.block_type == kind)
    segments = [
        segment for segment in extract_segments(page) if segment.path.startswith(f"body.{block.id}")
    ]
    texts = [each.render_text() for each in segments if isinstance(each, StringSegmentValue)]
    facts = [each.data for each in segments if isinstance(each, OverridableSegmentValue)]
    return texts, facts


def test_the_words_of_every_kind_are_texts_to_translate_and_its_facts_are_not(both, event):
    page = BlogPage.objects.get(pk=both[0].pk)
    found = {kind: by_block(page, kind) for kind in page.body.stream_block.child_blocks}
    stored = {each["type"]: each["value"] for each in page.body.raw_data}
    picture, poster = stored["picture"]["image"]["image"], stored["video"]["poster"]
    slides = [stored["document"][f"document_{language}"] for language in ("en", "cy")]
    assert found == {
        "text": (["Before all, a warm room."], []),
        "heading": (["Who is the host?"], []),
        "quotation": (["Guests don’t criticise.", "A carer"], []),
        "callout": (["Safe to fail", "It costs little."], []),
        "accordion": (
            [
                "Questions we are asked",
                "Does it cost anything?",
                "It is free.",
                "Who may come?",
                "Everybody may.",
            ],
            [],
        ),
        "picture": (["Eight people at a table", "Everyone lives in it."], [picture]),
        "video": (["Who is the host?", "The kettle comes first."], [VIDEO, VIDEO, poster]),
        "document": (["Our slides", "From the day."], slides),
        "table": (
            ["Calls to the office", "Month", "Calls", "Letter", "March", "new", "April"],
            [],
        ),
        "chart": (["What changed for people."], []),
        "capture": (["What the room saw."], []),
        "event": (["Bring one service with you."], [event.pk]),
    }


def submit(page):
    source, _created = TranslationSource.update_or_create_from_instance(page)
    defaults = {"source": source, "target_locale": factories.locale("cy")}
    return Translation.objects.update_or_create(**defaults)[0]


def translate_all(translation):
    """Translate each text into itself with a mark, but the slug."""
    for segment in translation.source.stringsegment_set.select_related("context", "string"):
        if segment.context.path == "slug":
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"[cy] {segment.string.data}"},
        )


def translated_body(page):
    """The body of the twin, as a translation of everything leaves it."""
    translation = submit(page)
    translate_all(translation)
    translation.save_target(publish=False)
    target = create_translation(page).get_latest_revision_as_object()
    return {block.block_type: block.value for block in target.body}


def test_a_translation_of_every_kind_comes_back_whole(both, event):
    page = BlogPage.objects.get(pk=both[0].pk)
    body = translated_body(page)
    original = {block.block_type: block.value for block in page.body}
    assert body["heading"] == "[cy] Who is the host?"
    assert body["accordion"]["sections"][1]["heading"] == "[cy] Who may come?"
    assert "[cy] Everybody may." in body["accordion"]["sections"][1]["text"].source
    assert body["picture"]["image"].contextual_alt_text == "[cy] Eight people at a table"
    assert body["picture"]["image"].pk == original["picture"]["image"].pk
    assert "[cy] The kettle" in body["video"]["transcript"].source
    for item in ("recording_en", "recording_cy", "poster", "captions"):
        assert body["video"][item] == original["video"][item]
    assert body["document"]["document_en"] == original["document"]["document_en"]
    grid = body["table"]["table"]
    assert grid.caption == "[cy] Calls to the office"
    assert [column["heading"] for column in grid.columns] == [
        "[cy] Month",
        "[cy] Calls",
        "[cy] Letter",
    ]
    assert [row["values"] for row in grid.row_data] == [
        ["[cy] March", "212", "[cy] new"],
        ["[cy] April", "31", "[cy] new"],
    ]
    assert body["table"]["row_headings"] is True
    assert body["chart"] == {
        "question": "involvement/confidence",
        "note": "[cy] What changed for people.",
    }
    assert (body["capture"]["capture"], body["event"]["event"]) == ("risk", event)


def test_a_row_added_above_leaves_what_was_translated_translated(site_tree):
    index = blog_index(site_tree)
    page, _twin = posts(index, body=[raw("table", table())])
    translated_body(page)
    page = BlogPage.objects.get(pk=page.pk)
    rows = [{"values": ["February", "199", "old"]}, *table()["table"]["rows"]]
    page.body = [("table", page.body[0].block.to_python(table(rows=rows)))]
    page.body[0].id = raw("table", None)["id"]
    page.save_revision()
    translation = submit(page)
    assert translation.get_progress() == (
        translation.source.stringsegment_set.count(),
        translation.source.stringsegment_set.count() - 3,  # February, old, and the slug
    )


def test_a_translator_may_choose_another_document(both):
    page = BlogPage.objects.get(pk=both[0].pk)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    paths = OverridableSegment.objects.filter(source=source).values_list("context__path", flat=True)
    assert sorted(path.split(".", 2)[2] for path in paths if path.startswith("body")) == [
        "document_cy",
        "document_en",
        "event",
        "image.image",
        "poster",
        "recording_cy",
        "recording_en",
    ]


def test_a_page_with_a_mistake_in_a_block_is_not_ready(site_tree):
    index = blog_index(site_tree)
    page, target = posts(index)
    picture = {"image": {"image": image().pk, "alt_text": "", "decorative": False}, "caption": ""}
    wrong = [
        raw("picture", picture, 1),
        raw("table", table(caption=""), 2),
        raw("accordion", accordion(heading=""), 3),
    ]
    target.body = target.body.stream_block.to_python(wrong)
    target.save_revision()
    with override("cy"):
        reasons = [str(reason) for reason in missing(page)]
    assert [reason for reason in reasons if "gwall" in reason] == [
        "Mae gwall yn “Llun” ar y dudalen Gymraeg: Ychwanegwch destun amgen ar gyfer eich "
        "delwedd neu ei nodi fel addurnol",
        "Mae gwall yn “Tabl” ar y dudalen Gymraeg: Rhowch gapsiwn i’r tabl: mae’n dweud beth "
        "yw pwnc y tabl.",
        "Mae gwall yn “Acordion” ar y dudalen Gymraeg: Rhaid llenwi’r maes hwn.",
    ]
