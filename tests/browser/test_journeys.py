"""The five journeys on the demonstration's own content, in both languages, as people take them."""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.core import mail

from events.evaluation import services as evaluation
from events.feedback import services as feedback
from events.feedback.models import FeedbackForm, Response
from events.models import EventSession
from events.registration.models import Registration
from gpx_site.demo.accounts import PASSWORD
from tests.browser.axe import violations


@dataclass(frozen=True)
class Words:
    """What the journeys look for in one language."""

    language: str
    blog: str
    post: str
    twin_post: str
    event: str
    past_event: str
    search: str
    query: str
    error: str
    confirmed: str
    used_link: str
    feedback: str


ENGLISH = Words(
    language="en",
    blog="/en/blog/",
    post="Context is everything",
    twin_post="Cyd-destun yw popeth",
    event="/en/events/building-financial-resilience-in-public-services/",
    past_event="/en/events/sharing-data-safely/",
    search="/en/search/",
    query="risk",
    error="Error: ",
    confirmed="Your place is confirmed",
    used_link="These answers have already been sent",
    feedback="feedback",
)
WELSH = Words(
    language="cy",
    blog="/cy/blog/",
    post="Cyd-destun yw popeth",
    twin_post="Context is everything",
    event="/cy/digwyddiadau/adeiladu-cydnerthedd-ariannol-mewn-gwasanaethau-cyhoeddus/",
    past_event="/cy/digwyddiadau/rhannu-data-yn-ddiogel/",
    search="/cy/chwilio/",
    query="risg",
    error="Gwall: ",
    confirmed="Mae eich lle wedi’i gadarnhau",
    used_link="Mae’r atebion hyn eisoes wedi’u hanfon",
    feedback="adborth",
)
PERSONAL = re.compile(r"/(en/bookings|cy/cofrestriadau|en/feedback|cy/adborth)/[\w-]{20,}/$")
both_languages = pytest.mark.parametrize("words", [ENGLISH, WELSH], ids=["en", "cy"])


def check(page, words: Words) -> None:
    """Every page on the way is in its language, has one heading, and satisfies axe."""
    assert page.locator("html").get_attribute("lang") == words.language
    assert page.locator("h1").count() == 1
    assert violations(page) == []


def press(page) -> None:
    """Press the form's own button."""
    page.locator("main form button[type=submit]:not([name]):not([aria-hidden])").last.click()


def newest_mail(address: str):
    """The last message to ``address``."""
    return [message for message in mail.outbox if address in message.to[0]][-1]


def feedback_link(message, words: Words) -> str:
    """The address of the feedback form that a message links to, in the language of ``words``."""
    token = link_in(message).rstrip("/").rpartition("/")[2]
    return f"/{words.language}/{words.feedback}/{token}/"


def link_in(message) -> str:
    """The path of the personal link in a message: the one that ends in a token."""
    paths = [urlsplit(url).path for url in re.findall(r"https?://\S+", message.body)]
    return next(path for path in paths if PERSONAL.match(path))


@both_languages
def test_reading(demo, page, words):
    page.goto(words.blog)
    check(page, words)
    page.get_by_role("link", name=words.post).first.click()
    check(page, words)
    assert page.locator("h1").inner_text() == words.post
    other = "cy" if words.language == "en" else "en"
    page.locator(f"header a[hreflang={other}]").click()
    assert page.locator("html").get_attribute("lang") == other
    assert page.locator("h1").inner_text() == words.twin_post
    page.locator(f"header a[hreflang={words.language}]").click()
    assert page.locator("h1").inner_text() == words.post
    assert page.context.cookies() == []


def fill_in_registration(page, words: Words, address: str) -> None:
    """From the event's page to the confirmation."""
    page.goto(words.event)
    check(page, words)
    page.locator("main a.govuk-button").first.click()
    check(page, words)
    press(page)  # nothing filled in: the summary must say so, and nothing else happen
    assert page.title().startswith(words.error)
    assert page.locator(".govuk-error-summary a").count() == 2
    check(page, words)
    page.fill("#id_name", "Siân Tŷ-Gwyn")
    page.fill("#id_email", address)
    page.fill("#id_organisation", "Cyngor Gwynedd")
    press(page)
    check(page, words)
    page.check(f"input[name=mail_locale][value={words.language}]")
    page.check("input[name=wants_welsh][value=yes]")
    press(page)
    check(page, words)
    page.fill("#id_access", "Step-free")
    press(page)
    check(page, words)
    assert "Siân Tŷ-Gwyn" in page.locator(".govuk-summary-list").inner_text()
    press(page)
    check(page, words)
    assert page.locator(".govuk-panel__title").inner_text() == words.confirmed


@both_languages
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_registering_and_cancelling(demo, browser, live_server, drain, words, javascript):
    # axe needs JavaScript, so the walk without it checks everything but axe.
    context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript)
    context.set_default_timeout(15_000)
    page = context.new_page()
    if not javascript:
        page.goto(words.event)
        page.locator("main a.govuk-button").first.click()
        page.fill("#id_name", "Siân Tŷ-Gwyn")
        page.fill("#id_email", "sian@example.org")
        press(page)
        page.check(f"input[name=mail_locale][value={words.language}]")
        page.check("input[name=wants_welsh][value=yes]")
        press(page)
        press(page)
        press(page)
        assert page.locator(".govuk-panel__title").inner_text() == words.confirmed
    else:
        fill_in_registration(page, words, "sian@example.org")
    registration = Registration.objects.get(email_key="sian@example.org")
    assert registration.state == "confirmed"
    assert registration.mail_locale == words.language
    taken = EventSession.objects.get(pk=registration.session_id).places_taken

    drain()
    page.goto(link_in(newest_mail("sian@example.org")))
    assert "@" not in page.url
    assert registration.reference in page.locator("main").inner_text()
    page.locator("main a.govuk-button").click()
    press(page)
    registration.refresh_from_db()
    assert registration.state == "cancelled_by_attendee"
    assert EventSession.objects.get(pk=registration.session_id).places_taken == taken - 1
    context.close()


@both_languages
def test_answering_and_the_report(demo, page, browser, live_server, drain, words):
    form = FeedbackForm.objects.get(code="sharing-data")
    mail.outbox.clear()
    before = form.responses.count()
    feedback.invite_attendees(form=form)
    drain()
    invited = list(mail.outbox)
    link = feedback_link(invited[0], words)
    page.goto(link)
    check(page, words)
    page.check("input[name='confident:before'][value='2']")
    page.check("input[name='confident:after'][value='5']")
    press(page)
    check(page, words)
    feedback.mix_in(form_id=form.pk, at_once=True)
    response = Response.objects.get(form=form, source="web")
    assert form.responses.count() == before + 1
    assert response.language == words.language

    page.goto(link)
    check(page, words)
    assert page.locator("h1").inner_text() == words.used_link

    evaluation.sweep_tallies()
    report = evaluation.evaluate(form=form, language=words.language)
    assert report["responses"] == before + 1


def counted(form: FeedbackForm, question: str, option: str) -> int:
    """How many chose ``option``, as the report shows it."""
    questions = {
        each["slug"]: each for each in evaluation.evaluate(form=form, language="en")["questions"]
    }
    options = {each["slug"]: each for each in questions[question]["options"]}
    return options[option]["count"]


def test_the_report_is_live_and_one_for_both_languages(demo, page):
    page.goto("/admin/login/")
    page.fill("#id_username", "evaluator")
    page.fill("#id_password", PASSWORD)
    page.locator("button[type=submit]").click()
    page.goto("/admin/evaluation/involvement/")
    figures = page.locator(".gpx-report__figures").first
    assert "24" in figures.inner_text()
    form = FeedbackForm.objects.get(code="involvement")
    for language in ("en", "cy"):
        feedback.submit_response(
            form=form,
            language=language,
            submission_id=uuid.uuid4(),
            answers=[feedback.Given(question="take-part-again", options=("no",))],
        )
    said_no = counted(form, "take-part-again", "no")
    feedback.mix_in(form_id=form.pk, at_once=True)
    evaluation.sweep_tallies()
    figures.get_by_text("26").wait_for()  # nobody reloads the page
    assert counted(form, "take-part-again", "no") == said_no + 2


@both_languages
def test_searching(demo, page, words):
    page.goto(words.search)
    check(page, words)
    page.fill("main input[type=search], main input[name=q]", words.query)
    page.locator("main form button[type=submit]").first.click()
    check(page, words)
    assert page.locator("main mark").count() > 0
    page.goto(f"{words.search}?q=zzzzzz")
    check(page, words)
    assert page.locator("main mark").count() == 0
