"""What another site's page or feed says of a post: pure functions, from bytes to an ``Original``.

Pages are read as they are found: what one way of saying it leaves out, the next may have. Whatever
comes in, something comes out, clean of control characters and short enough to be stored.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gpx_site.safe_http.errors import FetchError
from gpx_site.safe_http.urls import parse

OPENING_WORDS = 60
# Posts have a few thousand tags; rubbish with hundreds of thousands takes a parser minutes.
MOST_TAGS = 15_000
LENGTHS = {"title": 200, "site": 120, "author": 120, "opening": 1500, "licence": 300}
LANGUAGES = {"en", "cy"}

NOT_TEXT = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form"}
NOT_TEXT |= {"iframe", "svg", "button", "select", "textarea"}
ARTICLE = '[itemprop="articleBody"], .e-content, .entry-content, .post-content, article, main'
TEXT = {"p", "li", "h2", "h3", "h4", "blockquote", "pre", "td", "th", "dt", "dd", "figcaption"}
BLOCKS = TEXT | {"h1", "div", "section", "article", "main", "ul", "ol", "dl", "table", "tr"}
POSTS = {"Article", "BlogPosting", "NewsArticle", "SocialMediaPosting", "Report", "TechArticle"}
LICENCES = (
    "creativecommons.org/licenses/",
    "creativecommons.org/publicdomain/",
    "nationalarchives.gov.uk/doc/open-government-licence",
)
# They turn the direction of writing, and so could make an author's name read as another.
DIRECTIONS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Node = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Original:
    """A post of another site; what was not found is empty.

    ``language`` is "en", "cy" or empty, ``opening`` has paragraphs with an empty line between them,
    and ``words`` counts all of the post.
    """

    url: str
    title: str = ""
    site: str = ""
    author: str = ""
    language: str = ""
    opening: str = ""
    words: int = 0
    licence: str = ""
    feed: str = ""

    @property
    def words_remaining(self) -> int:
        """How many words are left to read after the opening."""
        return max(self.words - len(self.opening.split()), 0)


def from_page(body: bytes, *, url: str, charset: str = "") -> Original:
    """Read an HTML page that was found at ``url``."""
    soup = _soup(body, charset)
    nodes = list(_linked_data(soup))
    post = next((node for node in nodes if _types(node) & POSTS), {})
    found = {
        "title": _meta(soup, "og:title", "twitter:title", "dcterms.title")
        or _string(post.get("headline"))
        or _text(soup, "h1")
        or _text(soup, "title"),
        "site": _meta(soup, "og:site_name", "application-name")
        or _name(post.get("publisher"))
        or _site(url),
        "author": _author(soup, post),
        "licence": _licence(soup, post, url),
        "language": _language(soup),
    }
    return _original(
        url=_canonical(soup, url),
        feed=_feed(soup, url),
        paragraphs=_paragraphs(soup) or [_string(post.get("articleBody"))],
        **found,
    )


def from_feed(body: bytes, *, url: str, link: str = "") -> Original | None:
    """Read an RSS or Atom feed: its entry for ``link``, or its first; None where there is none."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    entries = [node for node in root.iter() if _tag(node) in {"item", "entry"}]
    wanted = [entry for entry in entries if not link or _same(_link(entry, url), link)]
    if not wanted:
        return None
    entry = wanted[0]
    channel = next((node for node in root.iter() if _tag(node) == "channel"), root)
    html = _child(entry, "encoded", "content", "description", "summary")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or _child(channel, "language")
    return _original(
        url=_link(entry, url) or url,
        title=_child(entry, "title"),
        site=_child(channel, "title") or _site(url),
        author=_child(entry, "creator", "author"),
        language=_known_language(language),
        licence=_child(entry, "license", "rights") or _child(channel, "license"),
        paragraphs=_paragraphs(_soup(html.encode(errors="replace"), "utf-8")),
    )


def merge(page: Original, entry: Original | None) -> Original:
    """Fill what ``page`` lacks from the feed's ``entry`` for it, and take the longer text."""
    if entry is None:
        return page
    longer = max(page, entry, key=lambda each: each.words)
    return Original(
        url=page.url,
        feed=page.feed,
        opening=longer.opening,
        words=longer.words,
        **{
            name: getattr(page, name) or getattr(entry, name)
            for name in ("title", "site", "author", "language", "licence")
        },
    )


# Clean and short ----------------------------------------------------------------------------------


def _original(*, url: str, paragraphs: list[str], **found: str) -> Original:
    paragraphs = [each for each in map(clean, paragraphs) if each]
    return Original(
        url=url,
        opening=_opening(paragraphs),
        words=sum(len(each.split()) for each in paragraphs),
        **{name: _cut(clean(text), LENGTHS.get(name, 500)) for name, text in found.items()},
    )


def clean(text: str) -> str:
    """One line of ordinary characters: no control characters, no half of a surrogate pair."""
    kept = (
        " " if unicodedata.category(each) == "Cc" else each
        for each in unicodedata.normalize("NFC", text)
        if unicodedata.category(each) not in {"Cs", "Cn", "Co"} and each not in DIRECTIONS
    )
    return " ".join("".join(kept).split())


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _opening(paragraphs: list[str]) -> str:
    """The first ``OPENING_WORDS`` words, in paragraphs."""
    opening: list[str] = []
    left = OPENING_WORDS
    for paragraph in paragraphs:
        words = paragraph.split()
        if left <= 0:
            break
        opening.append(" ".join(words[:left]) + ("…" if len(words) > left else ""))
        left -= len(words)
    return _cut("\n\n".join(opening), LENGTHS["opening"])


# Pages --------------------------------------------------------------------------------------------


def _soup(body: bytes, charset: str) -> BeautifulSoup:
    """Parse by the server's word for the charset; without one, by the page's own."""
    body = b"<".join(body.split(b"<", MOST_TAGS)[:MOST_TAGS])
    try:
        text: bytes | str = body.decode(charset, errors="replace") if charset else body
    except (LookupError, ValueError):
        text = body
    return BeautifulSoup(text, "html.parser")


def _meta(soup: BeautifulSoup, *names: str) -> str:
    """The first of the named metadata that says anything."""
    for name in names:
        for key in ("property", "name"):
            for tag in soup.find_all("meta", attrs={key: re.compile(f"^{re.escape(name)}$", re.I)}):
                if content := _attribute(tag, "content").strip():
                    return content
    return ""


def _attribute(tag: Tag, name: str) -> str:
    """An attribute, as one string."""
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return clean(found.get_text(" ")) if found else ""


def _linked_data(soup: BeautifulSoup) -> Iterator[Node]:
    """Every object of the page's JSON-LD, one level down."""
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for node in data if isinstance(data, list) else [data]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                yield node
                yield from (each for each in _listed(graph) if isinstance(each, dict))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _types(node: Node) -> set[str]:
    return {each for each in _listed(node.get("@type")) if isinstance(each, str)}


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    """The name of a person or organisation, or of several, in linked data."""
    found = (each.get("name") if isinstance(each, dict) else each for each in _listed(value))
    return ", ".join(filter(None, map(_string, found)))


def _author(soup: BeautifulSoup, post: Node) -> str:
    """The author's name; an address, as some sites give, is no name."""
    for name in (
        _name(post.get("author")),
        _meta(soup, "author", "dcterms.creator", "article:author", "twitter:data1"),
        _text(soup, '[rel~="author"], .p-author, [itemprop="author"]'),
    ):
        if name and "://" not in name:
            return name
    return ""


def _language(soup: BeautifulSoup) -> str:
    """The language of the article, or of the whole page."""
    tags = [soup.select_one("article[lang], main[lang]"), soup.select_one("html[lang]")]
    for tag in filter(None, tags):
        if language := _known_language(_attribute(tag, "lang")):
            return language
    return _known_language(_meta(soup, "og:locale", "content-language", "dcterms.language"))


def _known_language(tag: str) -> str:
    primary = re.split(r"[-_]", tag.strip().lower())[0]
    return primary if primary in LANGUAGES else ""


def _paragraphs(soup: BeautifulSoup) -> list[str]:
    """The text of the article, or of the page where none is marked, without what surrounds it."""
    candidates = soup.select(ARTICLE, limit=20) or soup.select("body", limit=1) or [soup]
    best = max(candidates, key=lambda tag: len(tag.get_text()))
    blocks = [(name, text) for name, text in _blocks(best) if text.strip()]
    return [text for name, text in blocks if name in TEXT] or [text for _name, text in blocks]


def _blocks(article: Tag) -> Iterator[tuple[str, str]]:
    """Each block of text with the name of its tag; without recursion, as rubbish nests deeply."""
    name = ""
    words: list[str] = []
    waiting: list[Any] = [article]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in BLOCKS:
                yield name, "".join(words)
                name, words = node.name, []
            if node.name not in NOT_TEXT:
                waiting.extend(reversed(node.contents))
        elif type(node) is NavigableString:  # and not a comment, a kind of its own
            words.append(str(node))
    yield name, "".join(words)


def _licence(soup: BeautifulSoup, post: Node, url: str) -> str:
    """The address of the licence, or the words about it."""
    marked = soup.select_one('a[rel~="license"][href], link[rel~="license"][href]')
    if marked:
        return _absolute(url, _attribute(marked, "href"))
    stated = _string(post.get("license")) or _meta(soup, "dcterms.license", "dcterms.rights")
    if stated:
        return stated
    links = (_attribute(tag, "href") for tag in soup.select("a[href]"))
    return next((href for href in links if any(known in href for known in LICENCES)), "")


def _canonical(soup: BeautifulSoup, url: str) -> str:
    """The address that the page calls its own, if it is one of the same site."""
    link = soup.select_one('link[rel~="canonical"][href]')
    named = _absolute(url, _attribute(link, "href") if link else _meta(soup, "og:url"))
    return named if named and _site(named) == _site(url) else url


def _feed(soup: BeautifulSoup, url: str) -> str:
    """The address of the page's feed, or an empty string."""
    for tag in soup.select('link[rel~="alternate"][href]'):
        if _attribute(tag, "type") in {"application/rss+xml", "application/atom+xml"}:
            return _absolute(url, _attribute(tag, "href"))
    return ""


def _absolute(url: str, href: str) -> str:
    """The one spelling of ``href`` as found at ``url``; empty where it is no web address."""
    try:
        return parse(urljoin(url, href)).url
    except (ValueError, FetchError):
        return ""


def _site(url: str) -> str:
    """The host of ``url``, as a name for the site."""
    try:
        return parse(url).host.removeprefix("www.")
    except FetchError:
        return ""


# Feeds --------------------------------------------------------------------------------------------


def _tag(node: Element) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: Element, *names: str) -> str:
    """The text of the first child that has any of ``names``, in that order."""
    for name in names:
        for child in node:
            if _tag(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""


def _link(entry: Element, url: str) -> str:
    """The address of an entry's post."""
    for node in entry:
        if _tag(node) == "link" and node.get("rel", "alternate") == "alternate":
            return _absolute(url, node.get("href") or (node.text or "").strip())
    return ""


def _same(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but scheme, "www." and a last slash."""
    plain = [re.sub(r"^https?://(www\.)?", "", each).rstrip("/") for each in (one, other)]
    return plain[0] == plain[1] != ""
