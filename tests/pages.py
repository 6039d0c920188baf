"""Reading rendered pages in tests."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass
class Reading(HTMLParser):
    """What tests ask of a page: its language, heads, links and headings."""

    html: str
    language: str = ""
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()
        self._text: list[str] | None = None
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.addresses.append(_address(tag, attributes))
        if tag == "html":
            self.language = attributes["lang"]
        if tag == "link" and attributes.get("rel") == "canonical":
            self.canonical = attributes["href"]
        if tag == "link" and attributes.get("rel") == "alternate" and "hreflang" in attributes:
            self.alternates[attributes["hreflang"]] = attributes["href"]
        if tag == "a":
            self.links.append((attributes.get("href", ""), attributes))
        if tag == "button" and attributes.get("name") == "switch":
            self.buttons[attributes["value"]] = attributes["formaction"]
        if tag == "h1":
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and self._text is not None:
            self.headings.append(" ".join("".join(self._text).split()))
            self._text = None

    @property
    def switch(self) -> dict[str, str]:
        """The address behind each link of the language switch, or button that keeps the answers."""
        return self.buttons or {
            attributes["hreflang"]: href
            for href, attributes in self.links
            if "gpx-language__link" in attributes.get("class", "")
        }

    @property
    def hrefs(self) -> list[str]:
        """Every link's address."""
        return [href for href, _attributes in self.links]


def read(client: Client, url: str, status: int = 200) -> Reading:
    """Ask for ``url`` and read the answer, which must have ``status``."""
    response = client.get(url)
    assert response.status_code == status, f"{url} answered {response.status_code}"
    return Reading(response.content.decode())


def count_queries(client: Client, url: str) -> int:
    """How many queries ``url`` takes once its caches are warm."""
    read(client, url)
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return len(captured)


def _address(tag: str, attributes: dict[str, str]) -> str:
    """What an element leads to or shows: an address that can be got; empty for none."""
    if tag == "form" and attributes.get("method", "get").lower() != "get":
        return ""
    if tag == "link" and attributes.get("rel") not in {"alternate", "canonical", "next", "prev"}:
        return ""
    attribute = {"a": "href", "link": "href", "img": "src", "source": "src", "form": "action"}
    return attributes.get(attribute.get(tag, ""), "")
