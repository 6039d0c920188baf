"""The demonstration's public site, read once for all tests of this folder."""

from dataclasses import dataclass

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from tests.public.crawl import Crawl, Visit
from tests.public.journeys import Journey, walk


@dataclass(frozen=True)
class Site:
    """What the public sees: pages, pages of journeys, refusals, and messages."""

    visits: dict[str, Visit]
    journeys: list[Journey]
    mails: list[EmailMessage]

    @property
    def pages(self) -> list[Visit]:
        """Every page, those that say no among them."""
        walked = [visit for journey in self.journeys for visit in journey.seen]
        return [visit for visit in (*self.visits.values(), *walked) if visit.is_page]


@pytest.fixture(scope="session")
def _kept() -> list[Site]:
    """What was read, once a test has read it."""
    return []


@pytest.fixture
def site(demo, drain, _kept) -> Site:
    """All that can be reached from the two front pages, and the ways through every form."""
    if not _kept:
        crawl = Crawl()
        crawl.follow("/en/", "/cy/")
        journeys = [walk(language, drain) for language in ("en", "cy")]
        _kept.append(Site(crawl.visits, journeys, list(mail.outbox)))
    return _kept[0]
