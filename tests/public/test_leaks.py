"""Nothing on the public site or in its messages is said in the other language."""

import pytest

from tests import leaks


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("cy", "Dear Mair,"),
        ("cy", "Search"),
        ("cy", "Tuesday 3 November 2026"),
        ("cy", "3 November 2026"),
        ("cy", "2 weeks, 3 days"),
        ("cy", "Two people at a table"),
        ("cy", "Roedd pawb yno, and then the lights went out, ac aethom adref."),
        ("en", "Annwyl Mair,"),
        ("en", "Chwilio"),
        ("en", "Dydd Mawrth 3 Tachwedd 2026"),
        ("en", "Dau berson wrth fwrdd"),
        ("en", "Everybody was there, ac yna diffoddodd y goleuadau, and we went home."),
    ],
)
def test_what_leaks(own, text):
    assert leaks.is_leak(text, own)
    assert not leaks.is_leak(text, "")


@pytest.mark.parametrize("own", ["en", "cy"])
@pytest.mark.parametrize(
    "text",
    [
        "Blog",
        "Seminar",
        "Siân Ŵyn Ap Rhys",
        "Mark Young",
        "Llanrwst",
        "Porthmadog",
        "good.practice@audit.wales",
        "https://example.org/look/at/this/and/that",
        "2KGDCK3X",
        "Good Practice Exchange – Cyfnewidfa Arfer Da",
        "",
    ],
)
def test_what_belongs_to_neither_language(own, text):
    assert not leaks.is_leak(text, own)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p lang="cy">Next<span> page</span></p>', {"Next page", "Next", "page"}),
        ('<p lang="cy">Gweler <i lang="en">Skip to main content</i></p>', set()),
        ('<p lang="cy">Gweler <i lang="en">y dudalen nesaf</i></p>', {"y dudalen nesaf"}),
        ('<div lang="cy"><img alt="A gate in the rain"></div>', {"A gate in the rain"}),
        ('<p lang="cy" data-offline="The results are hidden">A</p>', {"The results are hidden"}),
        ('<div lang="cy"><input type="submit" value="Send my answers"></div>', {"Send my answers"}),
        ('<div lang="cy"><input value="Send my answers"><code>if not</code></div>', set()),
        (
            '<html lang="cy"><meta property="og:title" content="The kettle comes first"></html>',
            {"The kettle comes first"},
        ),
        (
            '<html lang="cy"><script type="application/ld+json">{"@graph": [{"headline": '
            '"The kettle comes first", "inLanguage": "cy-GB"}]}</script></html>',
            {"The kettle comes first"},
        ),
        (
            '<html lang="cy"><script type="application/ld+json">{"isBasedOn": {"headline": '
            '"The kettle comes first", "inLanguage": "en"}}</script></html>',
            set(),
        ),
    ],
)
def test_what_is_read_of_a_page(html, found):
    assert {leak.text for leak in leaks.page_leaks(html)} == found
