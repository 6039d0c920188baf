"""The ways through the forms of the public site, making every mistake once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from blog.models import BlogPage
from events.announcements.models import Request, Subscriber
from events.feedback import services as feedback
from events.feedback.models import FeedbackForm
from events.models import EventSession
from events.registration.models import Registration
from events.registration.notifications import urls
from gpx_site.i18n.bilingual import other_language
from tests.public.crawl import Visit, local

ERASE = r"/(erase|dileu)/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Journey:
    """What one visitor sees on the way, in one language and one browser.

    ``pages`` are those that they opened, each with its twin as the same browser would show it;
    ``refusals`` are those that a form or an address answered with an error.
    """

    language: str
    client: Client = field(default_factory=Client)
    pages: dict[str, Visit] = field(default_factory=dict)
    refusals: list[Visit] = field(default_factory=list)

    @cached_property
    def seen(self) -> list[Visit]:
        """Every page of the way."""
        return [*self.pages.values(), *self.refusals]

    def open(self, url: str) -> Visit:
        """Follow a link, and the switch of the page that it leads to."""
        response = self.client.get(url, follow=True)
        url = response.redirect_chain[-1][0] if response.redirect_chain else url
        visit = Visit.of(url, response)
        if visit.status != 200:
            self.refusals.append(visit)
            return visit
        self.pages[url] = visit
        switch = visit.reading.switch.get(other_language(self.language), "")
        if translation := local(switch, url):
            self.pages[translation] = Visit.of(translation, self.client.get(translation))
        return visit

    def send(self, page: Visit, answers: dict[str, str], **headers: str) -> Visit:
        """Send a page's form with its hidden fields; return the page that follows."""
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(page.content)}
        action = re.search(r'<form method="post"[^>]* action="([^"]+)"', page.content)
        url = action[1] if action else page.url
        response = self.client.post(url, hidden | answers, **headers)
        if 300 <= response.status_code < 400:
            return self.open(local(response.headers["Location"], url))
        answer = Visit.of(url, response)
        self.refusals.append(answer)
        return answer

    def address(self, name: str, **arguments: object) -> str:
        """The address of the view ``name`` in the visitor's language."""
        with override(self.language):
            return reverse(name, kwargs=arguments)


def walk(language: str, drain: Callable[[], int]) -> Journey:
    """Go every way in ``language``."""
    journey = Journey(language)
    register(journey, "thinking-long-term", drain)
    register(journey, "data-discovery", drain)  # where every place is taken
    register_group(journey, "thinking-long-term", drain)
    answer(journey, drain)
    capture(journey)
    comment(journey)
    search(journey)
    ask_for_news(journey, drain)
    go_astray(journey)
    return journey


def register(journey: Journey, event: str, drain: Callable[[], int]) -> None:
    """Register for an event's session and cancel again."""
    session = EventSession.objects.filter(event__slug=event).latest("starts_at")
    start = urls.event_url(session.event, journey.language)
    page = journey.open(local(start, "/"))
    form = next(url for url in page.leads_to if re.search(r"/(register|cofrestru)/\d+/$", url))
    address = f"{event}-{journey.language}@example.org"
    page = journey.open(form)
    for wrong, right in (
        ({"email": "gwen"}, {"name": "Gwen", "email": address}),
        ({}, {"mail_locale": journey.language, "wants_welsh": "yes"}),
        ({"access": "x" * 501}, {"bsl": "on"}),
    ):
        assert journey.send(page, wrong).url == page.url
        page = journey.send(page, right)
    journey.send(page, {})
    drain()
    registration = Registration.objects.get(email_key=address)
    own = journey.open(local(urls.manage_url(registration, journey.language), "/"))
    journey.open(next(url for url in own.leads_to if re.search(r"/(your|eich)-data/", url)))
    journey.send(journey.open(next(url for url in own.leads_to if re.search(ERASE, url))), {})
    journey.open(journey.address("booking-erased"))
    sure = next(url for url in own.leads_to if re.search(r"/(cancel|canslo)/", url))
    journey.send(journey.open(sure), {})
    drain()


def register_group(journey: Journey, event: str, drain: Callable[[], int]) -> None:
    """Register two people at once, after every mistake."""
    session = EventSession.objects.filter(event__slug=event).latest("starts_at")
    page = session.event.pages.get(locale__language_code=journey.language)
    form = journey.open(page.sub_url("register_group", session_id=session.pk))
    address = f"group-{journey.language}@example.org"
    contact = {"name": "Gwen", "email": address, "mail_locale": journey.language, "size": "2"}
    people = {f"name-{n}": f"Person {n}" for n in (1, 2)}
    people |= {f"email-{n}": f"{n}-{address}" for n in (1, 2)}
    for wrong, right in (({"size": "1"}, contact), ({"email-1": address}, people)):
        assert journey.send(form, wrong).url == form.url
        form = journey.send(form, right)
    journey.send(form, {})
    drain()


def answer(journey: Journey, drain: Callable[[], int]) -> None:
    """Open an invitation to give feedback, send too much, then a comment, then look again."""
    feedback.invite_attendees(form=FeedbackForm.objects.get(code="sharing-data"))
    drain()
    link = re.compile(r"/(?:feedback|adborth)/([\w-]{20,})/")
    tokens = [found[1] for message in mail.outbox if (found := link.search(message.body))]
    # One invitation for each language.
    token = tokens[("en", "cy").index(journey.language)]
    opening = journey.address("feedback-link", token=token)
    form = journey.open(opening)
    box = re.search(r'<textarea[^>]* name="([^"]+)"', form.content)[1]
    journey.send(form, {box: "x" * 20_000})
    journey.send(form, {box: "Diolch"})
    journey.open(opening)


def capture(journey: Journey) -> None:
    """Look at the form and the screen of the capture in the room; give no number."""
    form = journey.open(journey.address("capture", code="risk-capture"))
    if form.status == 200:
        box = re.search(r'<input class="govuk-input[^>]* name="([^"]+)"', form.content)[1]
        journey.send(form, {box: "101"})
    journey.open(journey.address("capture-screen", code="risk-capture"))


def comment(journey: Journey) -> None:
    """Answer a comment below a post, first with nothing; then comment where it is too late."""
    for slug in ("the-kettle-comes-first", "a-letter-to-2060"):
        english = BlogPage.objects.get(slug=slug)
        post = english if journey.language == "en" else english.live_translation.specific
        page = journey.open(post.url)
        form = post.sub_url("comment")
        answers = [url for url in page.leads_to if url.startswith(f"{form}?reply=")]
        page = journey.open(answers[0] if answers else form)
        text = {"en": "Thank you for this.", "cy": "Diolch am hyn."}[journey.language]
        words = {"name": "Gwen", "text": text, "language": journey.language}
        if answers:
            journey.send(page, {})
        journey.send(page, words)


def ask_for_news(journey: Journey, drain: Callable[[], int]) -> None:
    """Ask for news of events, first with nothing; confirm it, and leave the list."""
    page = journey.open(journey.address("news"))
    journey.send(page, {})
    address = f"news-{journey.language}@example.org"
    journey.send(page, {"email": address, "mail_locale": journey.language})
    drain()
    for kind, model in (("news-confirm", Request), ("news-leave", Subscriber)):
        row = model.objects.get(email_key=address)
        page = journey.open(journey.address(kind, token=row.token))
        journey.refusals.append(Visit.of(page.url, journey.client.post(page.url)))
    journey.open(journey.address("news-confirm", token="x"))
    journey.open(journey.address("news-leave", token="x"))


SEARCHES = (
    "?q=",
    "?q=zzzz",
    "?topic=risk-management&type=report&page=1",
    "?sector=local_government&sector=health",
    "?organisation=none",
    "?year=2026&item_language=cy",
    "?topic=none&year=x&page=y",
    "?page=99",
)


def search(journey: Journey) -> None:
    """Search for nothing, for too much, and with every filter."""
    for query in SEARCHES:
        journey.open(journey.address("search") + query)


def go_astray(journey: Journey) -> None:
    """Ask for what is not there, or not theirs."""
    index = {"en": "/en/events/", "cy": "/cy/digwyddiadau/"}[journey.language]
    event = EventSession.objects.filter(event__slug="thinking-long-term").latest("starts_at").event
    page = event.pages.get(locale__language_code=journey.language)
    stranger = Journey(journey.language)
    for url in (
        f"/{journey.language}/nothing-here/",
        f"{index}nothing-here/",
        page.sub_url("register", session_id=999_999),
        journey.address("booking"),
        journey.address("booking-open", token="x"),
        journey.address("feedback"),
        journey.address("feedback-link", token="x"),
        journey.address("feedback-thanks"),
        journey.address("capture", code="none"),
        journey.address("capture-screen", code="none"),
    ):
        stranger.open(local(url, "/"))
    journey.pages |= stranger.pages
    journey.refusals += stranger.refusals
