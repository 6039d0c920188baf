"""Reading another site's post from its page or feed, whatever comes."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog import reblogs
from blog.reblogs import Original, from_feed, from_page, merge

URL = "https://www.example.org/posts/wall"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def page(html: str, **options) -> Original:
    return from_page(html.encode(), url=URL, **{"charset": "utf-8"} | options)


def linked(**node) -> str:
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "BlogPosting"} | node)}</script>'
    )


@pytest.mark.parametrize(
    ("html", "name", "expected"),
    [
        ('<meta property="og:title" content="A"><h1>B</h1><title>C</title>', "title", "A"),
        (linked(headline="A") + "<h1>B</h1>", "title", "A"),
        ("<h1>B <b>b</b></h1><title>C</title>", "title", "B b"),
        ("<title> C\n c </title>", "title", "C c"),
        ("<p>Nothing", "title", ""),
        ('<meta property="og:site_name" content="A">', "site", "A"),
        (linked(publisher={"name": "B"}), "site", "B"),
        ("<p>Nothing", "site", "example.org"),
        (linked(author={"name": "A"}) + '<meta name="author" content="B">', "author", "A"),
        (linked(author=[{"name": "A"}, {"name": "B"}]), "author", "A, B"),
        ('<meta name="Author" content="B">', "author", "B"),
        ('<meta property="article:author" content="https://x.org/b">', "author", ""),
        ('<a rel="author nofollow">C</a>', "author", "C"),
        ('<html lang="cy-GB">', "language", "cy"),
        ('<html lang="en"><article lang="cy">', "language", "cy"),
        ('<meta property="og:locale" content="en_GB">', "language", "en"),
        ('<html lang="fr">', "language", ""),
        ('<link rel="canonical" href="/a?b#c">', "url", "https://www.example.org/a?b"),
        ('<link rel="canonical" href="https://example.org/a">', "url", "https://example.org/a"),
        ('<link rel="canonical" href="https://evil.example/a">', "url", URL),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", URL),
        ('<link rel="canonical" href="http://[">', "url", URL),
        (f'<a rel="license" href="{LICENCE}">CC</a>', "licence", LICENCE),
        (linked(license=LICENCE), "licence", LICENCE),
        ('<meta name="DCTERMS.rights" content="Crown copyright">', "licence", "Crown copyright"),
        (f'<footer><a href="{LICENCE}">CC BY</a></footer>', "licence", LICENCE),
        ('<link rel="alternate" type="application/atom+xml" href="/f">', "feed", "https://www.example.org/f"),
    ],
)  # fmt: skip
def test_each_fact_is_found_where_pages_put_it(html, name, expected):
    assert getattr(page(html), name) == expected


def test_the_opening_is_the_articles_and_not_what_surrounds_it():
    found = page(
        "<body><nav><p>Menu</p></nav><p>Cookies!</p><article><h1>Title</h1><div>3 May</div>"
        "<p>One <b>tw</b>o.<!-- no --></p><aside><p>Read more</p></aside>"
        "<ul><li>three</li></ul><script>four()</script></article><footer><p>End</p></footer>"
    )
    assert (found.opening, found.words, found.words_remaining) == ("One two.\n\nthree", 3, 0)


def test_a_long_post_is_cut_at_sixty_words():
    found = page(f"<p>{'a ' * 50}</p><p>{'b ' * 50}</p><p>{'c ' * 50}</p>")
    assert found.opening == " ".join("a" * 50) + "\n\n" + " ".join("b" * 10) + "…"
    assert (found.words, found.words_remaining) == (150, 90)


def test_text_that_only_linked_data_has():
    assert page("<body>" + linked(articleBody="One two.")).opening == "One two."


def test_the_charset_is_the_servers_or_the_pages():
    welsh = "<title>Tŷ</title>"
    assert from_page(welsh.encode("iso-8859-14"), url=URL, charset="iso-8859-14").title == "Tŷ"
    assert from_page(welsh.encode(), url=URL, charset="no-such").title == "Tŷ"
    declared = f'<meta charset="iso-8859-14">{welsh}'.encode("iso-8859-14")
    assert from_page(declared, url=URL).title == "Tŷ"


def test_names_cannot_play_tricks():
    found = page('<title>a\u202eb\x00c\x0bd&#xD800;</title><meta name="author" content="x\r\ny">')
    assert (found.title, found.author) == ("ab c d�", "x y")


RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:cc="http://backend.userland.com/creativeCommonsRssModule">
<channel><title>Site</title><language>cy-gb</language><cc:license>{LICENCE}</cc:license>
<item><title>One</title><link>https://example.org/1</link><dc:creator>Mari</dc:creator>
<description>Short</description><content:encoded>&lt;p&gt;One two&lt;/p&gt;</content:encoded></item>
<item><title>Wall</title><link>{URL}/</link><description>Three</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Site</title>
<entry><title>One</title><link rel="self" href="/no"/><link href="/1"/>
<author><name>Mari</name></author><content type="html">&lt;p&gt;One two</content></entry></feed>"""


def test_a_feed_gives_its_first_entry_or_the_one_that_is_wanted():
    first = from_feed(RSS.encode(), url="https://example.org/feed")
    assert first == Original(
        url="https://example.org/1", title="One", site="Site", author="Mari", language="cy",
        opening="One two", words=2, licence=LICENCE,
    )  # fmt: skip
    assert from_feed(RSS.encode(), url="https://example.org/feed", link=URL).title == "Wall"
    assert from_feed(RSS.encode(), url="https://example.org/feed", link="https://x.org/") is None
    assert from_feed(ATOM.encode(), url="https://example.org/feed") == Original(
        url="https://example.org/1", title="One", site="Site", author="Mari", language="en",
        opening="One two", words=2,
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<rss",
        b"<rss/>",
        b'<?xml version="1.0" encoding="no-such"?><rss/>',
        b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><item>&c;</item></rss>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item>&x;</item></rss>',
    ],
)  # fmt: skip
def test_a_feed_that_is_none(body):
    assert from_feed(body, url=URL) is None


def test_a_feed_fills_what_a_page_lacks():
    poor = Original(url=URL, title="Page", feed="https://x.org/f")
    entry = Original(url="https://x.org/1", title="Entry", author="Mari", opening="a", words=1)
    assert merge(poor, entry) == Original(
        url=URL, title="Page", feed="https://x.org/f", author="Mari", opening="a", words=1
    )
    assert merge(poor, None) == poor


FRAGMENTS = st.sampled_from(
    [b"<article>", b"</p>", b"<p>", b"<h1>", b"<title>", b"<meta name=author content=", b"<!--",
     b'<script type="application/ld+json">',
     b'{"@graph":[{"@type":["Article",1],"author":[null]}]}',
     b"</script>", b"<![CDATA[", b"&#xD800;", b"\xff\xfe\x00", b"<html lang=", b"<rss>", b"<item>",
     b"<link rel=canonical href=http://[", b"<link>", b"\x00", "tŷ ".encode(), b"a " * 70]
)  # fmt: skip


@given(st.lists(FRAGMENTS | st.binary(max_size=20), max_size=30), st.text(max_size=12))
@example([b"<p>" * 3000, b"</div>" * 3000], "utf-8")
@example([b"[" * 5000], "utf-8")
@example([b'<script type="application/ld+json">', b"[" * 100_000], "")
def test_rubbish_gives_something_that_can_be_stored(parts, charset):
    body = b"".join(parts)
    found = [from_page(body, url=URL, charset=charset), from_feed(body, url=URL)]
    for original in filter(None, found):
        for name, longest in reblogs.LENGTHS.items():
            text = getattr(original, name)
            assert len(text) <= longest
            assert not {unicodedata.category(each) for each in text.replace("\n", "")} & {
                "Cc",
                "Cs",
            }
        assert original.language in {"", "en", "cy"}
        assert original.url.startswith("https://")
        assert 0 <= original.words_remaining <= original.words
        assert len(original.opening.split()) <= reblogs.OPENING_WORDS


def test_a_page_of_nothing_but_tags_is_read_only_in_part():
    body = b"<p>x" * 100_000
    assert from_page(body, url=URL).words < reblogs.MOST_TAGS
