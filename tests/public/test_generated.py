"""Pages of words that the detector has never read: no alarm is false, and every leak is found."""

from html import unescape
from random import Random

import pytest
from django.db import transaction

from gpx_site.i18n.bilingual import LANGUAGES
from tests import leaks
from tests.public.crawl import Visit
from tests.public.generated import Site
from tests.public.sentences import Writer
from tests.public.translations import differences

pytestmark = pytest.mark.crawl

PAIRS = 100
SLIPS = 60


@pytest.fixture
def site(site_tree) -> Site:
    return Site.build(site_tree)


def visit(client, page) -> Visit:
    seen = Visit.of(page.url, client.get(page.url))
    assert seen.status == 200
    return seen


def test_two_hundred_pages_leak_nowhere(site, client):
    found, pages = [], 0
    for n in range(PAIRS):
        english, welsh = (visit(client, page) for page in site.pages(n)[0])
        for page in (english, welsh):
            found += [f"{page.url}: {leak}" for leak in leaks.page_leaks(page.content)]
        found += differences(welsh, english)
        pages += 2
    assert pages == 200
    assert not found, "\n".join(found)


def how_much_is_said(site, n: int) -> int:
    with transaction.atomic():
        _pages, writers = site.pages(n)
        transaction.set_rollback(True)
    return len(writers[0].said)


def test_a_leak_in_any_of_them_is_found(site, client):
    missed, shown = [], 0
    for n in range(SLIPS):
        chosen = n // 3 % 2
        slip = Random(n).randrange(how_much_is_said(site, n))  # noqa: S311 - no secret
        pages, writers = site.pages(n, slip_in=LANGUAGES[chosen], slip=slip)
        slipped = writers[chosen].said[slip]
        content = visit(client, pages[chosen]).content
        found = leaks.page_leaks(content)
        # The words of a result that is not published yet, say, are not on the page at all.
        if slipped not in unescape(content):
            continue
        shown += 1
        if not any(slipped in leak.text for leak in found):
            missed.append((pages[chosen].url, slipped, found))
    assert not missed, missed
    assert shown >= SLIPS * 0.9


def test_the_writers_say_the_same_things():
    said = [Writer(language, 5) for language in LANGUAGES]
    for writer in said:
        writer.html()
        writer.paragraph()
    assert len(said[0].said) == len(said[1].said) > 5
    assert not set(said[0].said) & set(said[1].said)
