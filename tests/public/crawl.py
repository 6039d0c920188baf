"""Follows every link of the public site and keeps what each address answered."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from tests.pages import Reading


def local(address: str, base: str) -> str:
    """The path and query of ``address`` as it stands on the page ``base``.

    Empty where it leads away from the site, or to another place of the same page.
    """
    target, here = urlsplit(urljoin(settings.SITE_URL + base, address)), urlsplit(settings.SITE_URL)
    if not address or address.startswith("#") or target[:2] != here[:2]:
        return ""
    return target._replace(scheme="", netloc="", fragment="").geturl()


@dataclass(frozen=True)
class Visit:
    """What an address answered."""

    url: str
    status: int
    content_type: str
    content: str

    @classmethod
    def of(cls, url: str, response: HttpResponseBase) -> "Visit":
        """Keep ``response``; the words of whatever is text."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        words = response.getvalue().decode() if is_text else ""
        return cls(url, response.status_code, kind, words)

    @property
    def is_page(self) -> bool:
        """Whether it is a page below a language; the choice of language is above both."""
        return self.content_type == "text/html" and self.language != ""

    @property
    def language(self) -> str:
        """The language that the address promises."""
        start = self.url[:4]
        return start.strip("/") if start in ("/en/", "/cy/") else ""

    @property
    def is_front_page(self) -> bool:
        """Whether it is the front page of its language."""
        return urlsplit(self.url).path == f"/{self.language}/"

    @cached_property
    def reading(self) -> Reading:
        """The page, read."""
        return Reading(self.content)

    @cached_property
    def leads_to(self) -> list[str]:
        """The addresses of this site that the page names."""
        if self.content_type != "text/html":
            return []
        found = (local(address, self.url) for address in self.reading.addresses)
        return list(dict.fromkeys(filter(None, found)))


@dataclass
class Crawl:
    """Every address that can be reached by links, forms that are got, and pictures."""

    client: Client = field(default_factory=Client)
    visits: dict[str, Visit] = field(default_factory=dict)

    def visit(self, url: str) -> Visit:
        """Ask for ``url`` once."""
        if url not in self.visits:
            self.visits[url] = Visit.of(url, self.client.get(url))
        return self.visits[url]

    def follow(self, *starts: str, limit: int = 3000) -> None:
        """Visit ``starts`` and all that they lead to; a site without end fails."""
        waiting = dict.fromkeys(starts)
        while waiting:
            url = next(iter(waiting))
            del waiting[url]
            assert len(self.visits) < limit, f"more than {limit} addresses; the last is {url}"
            waiting |= dict.fromkeys(
                address for address in self.visit(url).leads_to if address not in self.visits
            )
