"""Words in the other language, marked in a rich text: from the editor to the reader and back."""

import json
import re

import polib
import pytest
from django.utils.translation import override
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail_localize.strings import StringValue

from blog.blocks import PostBody
from events.models import EventPage
from gpx_site.core.rich_text import safe, tidy
from gpx_site.home.models import StandardPage
from gpx_site.translations.editor import po_export, services
from gpx_site.translations.editor.html_checks import mistakes
from gpx_site.translations.editor.po_import import PoRefused, take
from gpx_site.translations.editor.segments import texts
from resources.models import LearningPage
from tests import factories, leaks
from tests.factories.blog import blog_index, posts
from tests.factories.many import many_pages
from tests.factories.translation_editor import newest, submitted, text, translate
from tests.pages import read

WELSH = 'They say <span lang="cy">dyfal donc a dyr y garreg</span> in our valley.'
KEYS = re.compile(r' data-block-key="\w+"')


def widget(field=None):
    features = field.features if field else PostBody().child_blocks["text"].features
    return get_rich_text_editor_widget(features=features)


def marked(words, *ranges):
    """What the editor hands over for ``words`` with styles at (offset, length)."""
    styles = [{"style": style, "offset": at, "length": n} for style, at, n in ranges]
    block = {"key": "k", "type": "unstyled", "text": words, "depth": 0, "entityRanges": []}
    return json.dumps({"blocks": [block | {"inlineStyleRanges": styles}], "entityMap": {}})


@pytest.mark.parametrize(
    "field",
    [
        None,
        StandardPage._meta.get_field("body"),
        EventPage._meta.get_field("aim"),
        EventPage._meta.get_field("covers"),
        LearningPage._meta.get_field("body"),
    ],
)
def test_every_rich_text_has_a_button_for_each_language(field):
    buttons = {each.get("label"): each for each in widget(field).options["inlineStyles"]}
    for language, english, welsh in (
        ("EN", "Words in English", "Geiriau yn Saesneg"),
        ("CY", "Words in Welsh", "Geiriau yn Gymraeg"),
    ):
        assert str(buttons[language]["description"]) == english
        with override("cy"):
            assert str(buttons[language]["description"]) == welsh


def test_what_the_editor_marks_is_kept_and_comes_back_to_the_editor():
    editor = widget()
    state = marked("Say bore da and so on.", ("WORDS-IN-CY", 4, 7), ("BOLD", 16, 2))
    stored = editor.value_from_datadict({"body": state}, {}, "body")
    assert KEYS.sub("", stored) == ('<p>Say <span lang="cy">bore da</span> and <b>so</b> on.</p>')
    (block,) = json.loads(editor.format_value(stored))["blocks"]
    styles = {
        (each["style"], each["offset"], each["length"]) for each in block["inlineStyleRanges"]
    }
    assert styles == {("WORDS-IN-CY", 4, 7), ("BOLD", 16, 2)}


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ('<p>a <span lang="cy">b</span></p>', '<p>a <span lang="cy">b</span></p>'),
        ('<p><span lang="cy" class="x" style="x">b</span></p>', '<p><span lang="cy">b</span></p>'),
        ('<p>a <span lang="fr">b</span></p>', "<p>a b</p>"),
        ('<p>a <span lang="CY">b</span></p>', "<p>a b</p>"),
        ('<p>a <span lang="cy onclick=x">b</span></p>', "<p>a b</p>"),
        ('<p lang="cy">a</p>', "<p>a</p>"),
        ('<p>a <b lang="cy">b</b></p>', "<p>a <b>b</b></p>"),
        ('<p>a <a href="/x" lang="cy">b</a></p>', '<p>a <a href="/x">b</a></p>'),
        (
            '<p><span>a <span lang="cy">b</span> c</span> d</p>',
            '<p>a <span lang="cy">b</span> c d</p>',
        ),
        ('<p>a<span lang="cy"> </span></p>', "<p>a</p>"),
    ],
)
def test_nothing_else_is_a_mark(source, kept):
    assert tidy(source) == kept
    assert tidy(kept) == kept
    assert safe(kept) == kept
    assert set(re.findall(r'lang="[^"]*"', safe(source))) <= {'lang="cy"'}


@pytest.mark.django_db
def test_readers_get_it_in_a_page_and_in_a_block(client, site_tree):
    page = StandardPage(title="Contact", slug="contact", body=f"<p>{WELSH}</p>")
    many_pages(site_tree.en, [page], "en")
    post, _twin = posts(blog_index(site_tree), body=[("text", f"<p>{WELSH}</p>")])
    for url in (page.url, post.url):
        assert WELSH in read(client, url).html


@pytest.mark.django_db
class TestTranslation:
    def test_a_sentence_stays_one_text_and_the_mark_is_seen(self, site_tree):
        _page, translation = submitted(site_tree, body=f"<p>{WELSH}</p><p>More.</p>")
        found = [each.source for each in texts(translation) if each.path == "body"]
        assert found == [WELSH, "More."]

    def test_a_translator_may_leave_it_out_or_mark_others(self, site_tree):
        page, translation = submitted(site_tree, body=f"<p>{WELSH}</p>")
        translate(
            translation, body='Yn ein cwm ni, <span lang="en">so they say</span>, dyfal donc.'
        )
        translation = newest(page.get_translation(factories.locale("cy")))
        assert KEYS.sub("", translation.body) == (
            '<p>Yn ein cwm ni, <span lang="en">so they say</span>, dyfal donc.</p>'
        )

    def test_it_goes_out_in_the_file_and_comes_back(self, site_tree):
        page, translation = submitted(site_tree, body=f"<p>{WELSH}</p>")
        po = polib.pofile(po_export.write(translation).decode())
        (entry,) = [each for each in po if each.msgctxt == "body"]
        assert entry.msgid == WELSH
        entry.msgstr = 'Meddant <span lang="cy">dyfal donc</span> yn ein cwm ni.'
        take(translation=translation, content=str(po).encode(), by=None)
        target = newest(page.get_translation(factories.locale("cy")))
        assert entry.msgstr in KEYS.sub("", target.body)
        assert text(translation, "body").words == entry.msgstr

    @pytest.mark.parametrize(
        "wrong",
        ["<span>Un</span>", '<span lang="fr">Un</span>', '<span lang="cy" class="x">Un</span>'],
    )
    def test_nothing_else_comes_back(self, site_tree, wrong):
        _page, translation = submitted(site_tree, body=f"<p>{WELSH}</p>")
        told = '<span> must mark a language: <span lang="cy"> or <span lang="en">.'
        assert mistakes(text(translation, "body"), wrong) == [told]
        po = polib.pofile(po_export.write(translation).decode())
        for each in po:
            each.msgstr = wrong if each.msgctxt == "body" else each.msgid
        with pytest.raises(PoRefused) as refused:
            take(translation=translation, content=str(po).encode(), by=None)
        assert told in str(list(refused.value.reasons))
        with pytest.raises(ValueError, match="must mark a language"):
            StringValue.from_translated_html(wrong)

    def test_a_link_within_a_mark_keeps_its_address(self, site_tree):
        linked = (
            '<p>Read <span lang="cy">y <a href="https://example.org/">ddogfen</a></span> now.</p>'
        )
        page, translation = submitted(site_tree, body=linked)
        source = text(translation, "body").source
        assert source == 'Read <span lang="cy">y <a id="a1">ddogfen</a></span> now.'
        translate(translation, body='Darllenwch y <a id="a1">ddogfen</a> nawr.')
        translation = newest(page.get_translation(factories.locale("cy")))
        assert '<a href="https://example.org/">ddogfen</a>' in translation.body

    def test_what_the_twin_says_already_is_adopted_with_its_marks(self, site_tree):
        page, translation = submitted(site_tree, body=f"<p>{WELSH}</p>")
        words = 'Yr ydym yn dweud <span lang="en">never give up</span> yn ein cwm ni.'
        translate(translation, body=words)
        services.stop(translation=translation, by=None)
        again = services.submit(page=page, by=None).translation
        assert text(again, "body").words == words


class TestLeaks:
    """A phrase is judged by the language that it is marked with, the rest by the page's."""

    ENGLISH = "Everybody who came said that the room was warm and"

    def leaks(self, phrase):
        html = f'<html lang="en"><body><p>{self.ENGLISH} {phrase}.</p></body></html>'
        return [each.text for each in leaks.page_leaks(html)]

    def test_a_marked_phrase_is_no_leak_and_an_unmarked_one_is(self):
        phrase = "mae croeso i bawb yn y neuadd bob amser"
        assert self.leaks(f'<span lang="cy">{phrase}</span>') == []
        assert self.leaks(phrase) == [f"{self.ENGLISH} {phrase}."]

    def test_a_phrase_marked_as_the_wrong_language_is_one(self):
        phrase = "everybody is welcome in the hall whenever they like"
        assert self.leaks(f'<span lang="cy">{phrase}</span>') == [phrase]
