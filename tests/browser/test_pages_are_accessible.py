"""Every kind of page, in both languages, at the width of a small telephone (or a zoom of 400%)."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page

from events.feedback import services as feedback
from events.feedback.models import FeedbackForm
from gpx_site.i18n.bilingual import other_language
from gpx_site.translations.models import PairException
from tests.browser.axe import violations
from tests.factories.translated_pages import draft, reread

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = re.compile(r"Content Security Policy|Uncaught|MIME type")
#: The month of the demonstration's seminar in Cardiff.
MONTH = f"{timezone.localdate() + dt.timedelta(days=21):%Y/%m}"
PAGES = {
    "en": [
        "/en/",
        "/en/about/",
        "/en/accessibility-statement/",
        "/en/blog/",
        "/en/blog/?page=2",
        "/en/blog/2026/",
        "/en/blog/2026/09/",
        "/en/blog/author/rhodri-bevan/",
        "/en/blog/series/bilingual-from-the-start/",
        "/en/blog/topic/risk-management/",
        "/en/blog/topic/not-a-topic/",
        "/en/blog/context-is-everything/",
        "/en/blog/data-discovery-at-the-co-op/",
        "/en/blog/what-we-learned-at-the-pilot-seminar/",
        "/en/blog/you-said-we-did/",
        "/en/blog/the-kettle-comes-first/",
        "/en/blog/the-kettle-comes-first/comment/",
        "/en/blog/the-kettle-comes-first/comment/thanks/",
        "/en/blog/a-letter-to-2060/comment/",
        "/en/capture/risk-capture/",
        "/en/capture/risk-capture/screen/",
        "/en/contact/",
        "/en/events/",
        "/en/events/?when=past",
        "/en/events/for/risk-managers/",
        f"/en/events/calendar/{MONTH}/",
        "/en/events/?kind=webinar&topic=not-a-topic",
        "/en/events/?kind=webinar&place=llanrwst",
        "/en/events/data-discovery-workshop/",
        "/en/events/one-building-many-services/",
        "/en/events/sharing-data-safely/",
        "/en/events/well-managed-risks-better-services/",
        "/en/events/well-managed-risks-better-services/register/9999/",
        "/en/events/venues/south-quay-centre-cardiff/",
        "/en/bookings/not-a-link/",
        "/en/email-news/",
        "/en/email-news/sent/",
        "/en/email-news/confirm/not-a-link/",
        "/en/email-news/leave/not-a-link/",
        "/en/feedback/not-a-link/",
        "/en/nowhere/",
        "/en/resources/",
        "/en/resources/a-better-conversation-about-risk/",
        "/en/search/?q=risk",
        "/en/search/?q=zzzz",
        "/en/search/?topic=not-a-topic",
    ],
    "cy": [
        "/cy/",
        "/cy/amdanom-ni/",
        "/cy/datganiad-hygyrchedd/",
        "/cy/blog/",
        "/cy/blog/?page=2",
        "/cy/blog/2026/",
        "/cy/blog/2026/09/",
        "/cy/blog/awdur/rhodri-bevan/",
        "/cy/blog/cyfres/dwyieithog-or-cychwyn/",
        "/cy/blog/pwnc/rheoli-risg/",
        "/cy/blog/pwnc/nid-pwnc/",
        "/cy/blog/cyd-destun-yw-popeth/",
        "/cy/blog/darganfod-data-yn-y-co-op/",
        "/cy/blog/yr-hyn-a-ddysgwyd-yn-y-seminar-peilot/",
        "/cy/blog/dywedoch-chi-gwnaethom-ni/",
        "/cy/blog/y-tegell-yn-gyntaf/",
        "/cy/blog/y-tegell-yn-gyntaf/sylw/",
        "/cy/blog/y-tegell-yn-gyntaf/sylw/diolch/",
        "/cy/blog/llythyr-at-2060/sylw/",
        "/cy/casglu/risk-capture/",
        "/cy/casglu/risk-capture/sgrin/",
        "/cy/cysylltu-a-ni/",
        "/cy/digwyddiadau/",
        "/cy/digwyddiadau/?when=past",
        "/cy/digwyddiadau/ar-gyfer/rheolwyr-risg/",
        f"/cy/digwyddiadau/calendr/{MONTH}/",
        "/cy/digwyddiadau/?kind=webinar&topic=not-a-topic",
        "/cy/digwyddiadau/?kind=webinar&place=llanrwst",
        "/cy/digwyddiadau/gweithdy-darganfod-data/",
        "/cy/digwyddiadau/un-adeilad-llawer-o-wasanaethau/",
        "/cy/digwyddiadau/rhannu-data-yn-ddiogel/",
        "/cy/digwyddiadau/rheoli-risgiaun-dda-gwella-gwasanaethau/",
        "/cy/digwyddiadau/rheoli-risgiaun-dda-gwella-gwasanaethau/cofrestru/9999/",
        "/cy/digwyddiadau/lleoliadau/canolfan-ceir-de-caerdydd/",
        "/cy/cofrestriadau/nid-dolen/",
        "/cy/newyddion-e-bost/",
        "/cy/newyddion-e-bost/anfonwyd/",
        "/cy/newyddion-e-bost/cadarnhau/nid-dolen/",
        "/cy/newyddion-e-bost/gadael/nid-dolen/",
        "/cy/adborth/nid-dolen/",
        "/cy/unlle/",
        "/cy/adnoddau/",
        "/cy/adnoddau/gwell-sgwrs-am-risg/",
        "/cy/chwilio/?q=risg",
        "/cy/chwilio/?q=zzzz",
        "/cy/chwilio/?topic=nid-pwnc",
    ],
}
FULL_EVENT = {
    "en": "/en/events/data-discovery-workshop/",
    "cy": "/cy/digwyddiadau/gweithdy-darganfod-data/",
}
COMMENTED = {"en": "/en/blog/the-kettle-comes-first/", "cy": "/cy/blog/y-tegell-yn-gyntaf/"}
FEEDBACK = {"en": "/en/feedback/", "cy": "/cy/adborth/"}
in_both_languages = pytest.mark.parametrize("language", ["en", "cy"])


def complaints(page: Page, language: str) -> Iterator[str]:
    """Yield what is wrong with the page that is open."""
    where = page.evaluate("location.pathname + location.search")
    yield from (f"{where}: {violation}" for violation in violations(page))
    if (too_wide := page.evaluate(SIDEWAYS)) > 0:
        yield f"{where}: {too_wide} pixels too wide"
    if page.locator("html").get_attribute("lang") != language:
        yield f"{where}: in another language"
    if (headings := page.locator("h1").count()) != 1:
        yield f"{where}: {headings} main headings"


@in_both_languages
def test_every_kind_of_page(demo, narrow_page, language):
    wrong, titles = [], {}
    narrow_page.on("console", lambda message: BROKEN.search(message.text) and wrong.append(message))
    for path in PAGES[language]:
        narrow_page.goto(path)
        wrong += complaints(narrow_page, language)
        titles.setdefault(narrow_page.title(), []).append(path)
    assert wrong == []
    assert [paths for paths in titles.values() if len(paths) > 1] == []


def test_the_choice_of_language(site_tree, narrow_page):
    narrow_page.goto("/")
    assert list(complaints(narrow_page, "cy")) == []


@in_both_languages
@pytest.mark.parametrize("kind", ["external", "urgent"])
def test_words_of_the_other_language_and_the_notice_above_them(
    site_tree, narrow_page, language, kind
):
    page = draft(site_tree, other_language(language))
    end = timezone.now() + dt.timedelta(days=3)
    PairException.objects.create(page_id=page.pk, kind=kind, reason="Llif", expires_at=end)
    page.get_latest_revision().publish()
    narrow_page.goto(reread(page)[0].translation_or_fallback.url)
    assert narrow_page.locator(".gpx-stand-in").count() == 1
    assert list(complaints(narrow_page, language)) == []


@in_both_languages
def test_every_step_of_the_forms(demo, narrow_page, drain, language):
    assert list(joining_a_waiting_list(narrow_page, language)) == []
    assert list(commenting(narrow_page, language)) == []
    feedback.invite_attendees(form=FeedbackForm.objects.get(code="sharing-data"))
    drain()
    letters = "\n".join(message.body for message in mail.outbox)
    token = re.findall(r"/(?:feedback|adborth)/([\w-]{20,})/", letters)[-1]
    assert list(answering(narrow_page, language, f"{FEEDBACK[language]}{token}/")) == []


def press(page: Page, language: str) -> Iterator[str]:
    """Press the form's own button; yield what is wrong with the page that follows."""
    page.locator("main form button[type=submit]").last.click()
    yield from complaints(page, language)


def joining_a_waiting_list(page: Page, language: str) -> Iterator[str]:
    """Go from a full event to the confirmation, making every mistake once."""
    page.goto(FULL_EVENT[language])
    page.locator("main a.govuk-button").first.click()
    yield from complaints(page, language)
    yield from press(page, language)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.fill("#id_name", "Siân Tŷ-Gwyn")
    page.fill("#id_email", "sian@example.org")
    yield from press(page, language)
    yield from press(page, language)
    page.check(f"input[name=mail_locale][value={language}]")
    page.check("input[name=wants_welsh][value=no]")
    yield from press(page, language)
    yield from press(page, language)
    yield from press(page, language)
    assert page.locator(".govuk-panel__title").count() == 1


def commenting(page: Page, language: str) -> Iterator[str]:
    """Answer a comment, making every mistake once, and changing the language on the way."""
    page.goto(COMMENTED[language])
    page.locator(".gpx-comment a").first.click()
    yield from complaints(page, language)
    yield from press(page, language)
    assert page.locator(".govuk-error-summary a").count() == 2
    page.fill("#id_name", "Siân Tŷ-Gwyn")
    page.fill("#id_text", "Diolch")
    page.locator("header button[name=switch]").click()
    yield from complaints(page, {"en": "cy", "cy": "en"}[language])
    page.locator("header button[name=switch]").click()
    assert page.input_value("#id_text") == "Diolch"
    page.locator("#id_name").press("Enter")
    yield from complaints(page, language)
    assert page.locator(".govuk-panel__title").count() == 1


def answering(page: Page, language: str, link: str) -> Iterator[str]:
    """Open a feedback form, make a mistake, mend it, and open the link again."""
    page.goto(link)
    yield from complaints(page, language)
    page.locator("main textarea").first.evaluate("box => { box.value = 'x'.repeat(20000) }")
    yield from press(page, language)
    assert page.locator(".govuk-error-summary a").count() == 1
    page.locator("main textarea").first.fill("Diolch")
    yield from press(page, language)
    page.goto(link)
    yield from complaints(page, language)
