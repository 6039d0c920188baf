"""The demonstration: each address has an equal one in the other language, and neither leaks."""

from collections import Counter

import pytest

from gpx_site.i18n.bilingual import other_language
from tests import leaks
from tests.public import translations
from tests.public.crawl import Visit

pytestmark = pytest.mark.crawl

FEWEST_PAGES = 95  # in each language; fewer would mean that the crawl has lost its way
FEWEST_STEPS = 18


def test_every_page_has_an_equal_twin_one_click_away(site):
    pages = Counter(visit.language for visit in site.visits.values() if visit.is_page)
    assert pages["en"] == pages["cy"] >= FEWEST_PAGES
    wrong = translations.problems(site.visits)
    assert not wrong, "\n".join(wrong)


def test_so_has_every_step_of_every_form(site):
    wrong = []
    for journey in site.journeys:
        pages = [visit for visit in journey.pages.values() if visit.language == journey.language]
        assert len(pages) >= FEWEST_STEPS
        wrong += translations.problems(journey.pages)
    assert not wrong, "\n".join(wrong)


def test_whoever_is_refused_may_read_why_in_the_other_language(site):
    refused = [
        [(visit.status, len(visit.reading.switch)) for visit in journey.refusals]
        for journey in site.journeys
    ]
    assert refused[0] == refused[1]
    assert Counter(refused[0]) == {
        (200, 1): 12,
        (404, 1): 9,
        (409, 1): 1,
        (410, 1): 2,
        (422, 1): 4,
    }


def test_the_demonstration_leaks_nowhere(site):
    found = {leak: page.url for page in site.pages for leak in leaks.page_leaks(page.content)}
    for message in site.mails:
        found |= dict.fromkeys(leaks.mail_leaks(message), message.subject)
    assert not found, "\n".join(f"{leak}, as in {url}" for leak, url in found.items())
    languages = Counter(message.extra_headers["Content-Language"] for message in site.mails)
    assert languages["cy"] >= 4
    assert languages["en"] >= 4


PAGE = """<html lang="{own}"><head>
<link rel="canonical" href="http://testserver{canonical}">
<link rel="alternate" hreflang="{own}" href="http://testserver{url}">
<link rel="alternate" hreflang="{other}" href="http://testserver{twin}">
<link rel="alternate" hreflang="x-default" href="http://testserver/"></head><body>
<h1>1</h1><a class="gpx-language__link" hreflang="{switch}" href="{twin}">2</a>{more}
</body></html>"""


def page(url: str, translation: str, **changes: str) -> Visit:
    """A page whose switch leads to ``twin``."""
    own = url.split("/")[1]
    other = other_language(own)
    words = {"own": own, "other": other, "switch": other, "canonical": url, "more": ""}
    html = PAGE.format(**words | {"url": url, "twin": translation} | changes)
    return Visit(url, 200, "text/html", html)


ENGLISH, WELSH = "/en/news/?page=2", "/cy/newyddion/?page=2"


def test_two_equal_pages_are_in_order():
    pair = (page(ENGLISH, WELSH), page(WELSH, ENGLISH))
    assert translations.problems({visit.url: visit for visit in pair}) == []


@pytest.mark.parametrize(
    ("english", "welsh", "problem"),
    [
        (page(ENGLISH, WELSH), None, "answers nothing"),
        (page(ENGLISH, WELSH), Visit(WELSH, 404, "text/html", ""), "answers 404"),
        (page(ENGLISH, "/cy/"), page("/cy/", "/en/"), "leads to the front page, /cy/"),
        (page(ENGLISH, WELSH), page(WELSH, "/en/news/"), "leads back to /en/news/"),
        (
            page(ENGLISH, "/cy/newyddion/"),
            page("/cy/newyddion/", ENGLISH),
            "its switch loses the query: /cy/newyddion/",
        ),
        (page(ENGLISH, WELSH, switch="en"), page(WELSH, ENGLISH), "its switch leads to ['en']"),
        (page(ENGLISH, WELSH, own="cy"), page(WELSH, ENGLISH), "is in 'cy'"),
        (page(ENGLISH, WELSH, canonical="/en/"), page(WELSH, ENGLISH), "its canonical address is"),
        (page(ENGLISH, WELSH, other="fr"), page(WELSH, ENGLISH), "its alternates are"),
        (page(ENGLISH, WELSH, more="<img>"), page(WELSH, ENGLISH), "0 img, 1 in the twin"),
        (page(ENGLISH, WELSH, more="<a></a>"), page(WELSH, ENGLISH), "1 a, 2 in the twin"),
        (page(ENGLISH, WELSH), page(WELSH, ENGLISH, more="<form></form>"), "1 form, 0 in the twin"),
    ],
)
def test_what_is_wrong_with_a_pair_is_told(english, welsh, problem):
    visits = {visit.url: visit for visit in (english, welsh) if visit}
    assert problem in "\n".join(translations.problems(visits))
