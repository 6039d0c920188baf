"""Rich text: what is pasted, what is kept and what is shown."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.rich_text import RichText

from gpx_site.core.blocks import TextBlock
from gpx_site.core.rich_text import safe, tidy

# What the editor hands over after a paste from Word: see tests/browser/test_editor.py.
PASTED = {
    "blocks": [
        {"key": "k0", "type": "unstyled", "text": "\u00a0"},
        {"key": "k1", "type": "unstyled", "text": "Who is the host?"},
        {
            "key": "k2",
            "type": "unstyled",
            "text": "Mae’r tegell wedi\u00a0\u00a0 berwi.",
            "inlineStyleRanges": [{"offset": 0, "length": 12, "style": "BOLD"}],
        },
        {"key": "k3", "type": "unstyled", "text": "  \u00a0"},
        {"key": "k4", "type": "unordered-list-item", "text": "Start small"},
        {"key": "k5", "type": "unordered-list-item", "text": ""},
        {
            "key": "k6",
            "type": "unstyled",
            "text": "See our page and this one.",
            "entityRanges": [
                {"offset": 4, "length": 8, "key": 0},
                {"offset": 17, "length": 8, "key": 1},
            ],
        },
        {"key": "k7", "type": "unstyled", "text": "<script>alert(1)</script>"},
    ],
    "entityMap": {
        "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://www.audit.wales"}},
        "1": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}},
    },
}


def stored(contentstate):
    """What the editor's own field makes of its state."""
    for block in contentstate["blocks"]:
        defaults = {"depth": 0, "inlineStyleRanges": [], "entityRanges": []}
        block.update({name: block.get(name, value) for name, value in defaults.items()})
    widget = get_rich_text_editor_widget(features=TextBlock().features)
    return widget.value_from_datadict({"body": json.dumps(contentstate)}, {}, "body")


def test_what_is_pasted_from_a_word_processor_is_kept_clean():
    without_keys = re.sub(r' data-block-key="\w+"', "", stored(PASTED))
    assert without_keys == (
        "<p>Who is the host?</p>"
        "<p><b>Mae’r tegell</b> wedi berwi.</p>"
        "<ul><li>Start small</li></ul>"
        '<p>See <a href="https://www.audit.wales">our page</a> and this one.</p>'
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_every_rich_text_goes_through_it():
    block = TextBlock()
    posted = {"text": json.dumps(PASTED)}
    assert block.value_from_datadict(posted, {}, "text").source == stored(PASTED)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ('<p class="MsoNormal" style="mso-fareast:x"><o:p>One</o:p></p>', "<p>One</p>"),
        (
            '<p><span lang="CY" style="color:red"><font face="Arial">Un</font></span></p>',
            "<p>Un</p>",
        ),
        ('<p>In <st1:City w:st="on">Cardiff</st1:City>.</p>', "<p>In Cardiff.</p>"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>a</p>", "<p>a</p>"),
        ("<style>p.MsoNormal {margin: 0}</style><p>a</p>", "<p>a</p>"),
        ("<p>a</p><p>&nbsp;</p><p> <br> </p><h3></h3><p><b> </b></p>", "<p>a</p>"),
        ("<ul><li> </li></ul><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()">a <img src="file:///C:/x.png"></p>', "<p>a </p>"),
        ('<p><a href="data:text/html,x">a</a></p>', "<p>a</p>"),
        ('<p><a linktype="page" id="3">a</a></p>', '<p><a linktype="page" id="3">a</a></p>'),
        ('<p data-block-key="abc">a</p>', '<p data-block-key="abc">a</p>'),
        ("", ""),
    ],
)
def test_what_is_kept(source, kept):
    assert tidy(source) == kept


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<o:p>", "&nbsp;", "<br>"]
)
LINKS = st.sampled_from(
    [
        '<a href="javascript:x">',
        '<a href=" java\tscript:x">',
        '<a href="&#106;avascript:x">',
        '<a href="https://example.org/">',
        "<a onmouseover=x>",
        "</a>",
        "<svg onload=x>",
        "<script>",
    ]
)


@given(st.lists(TAGS | LINKS | st.text(max_size=5), max_size=12).map("".join))
def test_tidying_twice_changes_nothing_and_nothing_harmful_is_left(source):
    kept = tidy(source)
    assert tidy(kept) == kept
    for html in (kept, safe(source)):
        assert not re.search(r"<\s*(script|svg|o:p|img)", html, re.IGNORECASE)
        assert not re.search(r"<[^>]*(script:|onload|onmouseover)", html, re.IGNORECASE)


@pytest.mark.django_db
def test_what_reached_the_database_by_another_way_does_no_harm():
    text = RichText('<p>a <a href="javascript:alert(1)">b</a><img src=x onerror=alert(1)></p>')
    assert str(text).strip() == "<p>a <a>b</a></p>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_the_editors_own_form_refuses_a_link_that_is_a_program(url):
    assert "url" in ExternalLinkChooserForm({"url": url, "link_text": "x"}).errors
