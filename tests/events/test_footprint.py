"""What an event left behind, in the list of past events and on its own page."""

import pytest
from django.utils.translation import override

from events import footprint
from events.feedback.services import Given
from events.models import Photograph, Recording
from gpx_site.i18n.bilingual import LANGUAGES
from resources.models import Resource
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.feedback import feedback_form, published, question, submit
from tests.factories.images import image
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nCroeso\n"
WORDS = {
    "en": {
        "recordings": "1 recording with subtitles",
        "slides": "2 sets of slides",
        "resources": "1 resource",
        "photographs": "1 photograph",
        "evaluation": "2 published evaluations",
        "posts": "2 posts",
    },
    "cy": {
        "recordings": "1 recordiad gydag isdeitlau",
        "slides": "2 set o sleidiau",
        "resources": "1 adnodd",
        "photographs": "1 ffotograff",
        "evaluation": "2 werthusiad wedi’u cyhoeddi",
        "posts": "2 flogbost",
    },
}


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


@pytest.fixture
def blog(site_tree):
    return blog_index(site_tree)


def held(days=3):
    """An event whose one session is over."""
    return factories.session(starts_at=factories.in_days(-days)).event


def record(event, **fields):
    """A recording of the event's session."""
    defaults = {
        "title_en": "The talk",
        "title_cy": "Y sgwrs",
        "minutes": 1,
        "address": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        "subtitles_en": VTT,
        "subtitles_cy": VTT,
    }
    return Recording.objects.create(session=event.sessions.get(), **defaults | fields)


def share(event, kind, number):
    """A resource of the event."""
    url = f"https://example.org/{event.pk}/{number}"
    titles = {"title_en": f"Thing {number}", "title_cy": f"Peth {number}"}
    return Resource.objects.create(event=event, kind=kind, url=url, year=2026, **titles)


def evaluate(event):
    """A form of the event whose figures are published."""
    form = feedback_form(event=event)
    question(form, "again", "choice", ["yes", "no"])
    for _ in range(10):
        submit(form, [Given(question="again", options=("yes",))])
    published(form)
    return form


def leave(event, blog):
    """Leave some of everything, and of everything also what nobody may see yet."""
    record(event)
    record(event, subtitles_cy="")
    for number, kind in enumerate(("slides", "slides", "report")):
        share(event, kind, number)
    Photograph.objects.create(event=event, image=image(), alt_en="A room", alt_cy="Ystafell")
    for _ in range(2):
        evaluate(event)
        feedback_form(event=event)
        posts(blog, event=event)
    posts(blog, event=event)[0].unpublish()


def test_the_list_says_what_each_event_left_and_leads_to_it(client, programme, blog):
    event, nothing = held(), held()
    leave(event, blog)
    pages, empty = (factories.event_pages(programme, each) for each in (event, nothing))
    for n, language in enumerate(LANGUAGES):
        listed = read(client, programme[n].url + "?when=past")
        led_to = [href for href in listed.hrefs if href.startswith(pages[n].url + "#")]
        assert led_to == [f"{pages[n].url}#{place}" for place in WORDS[language]]
        said = [f">{words}</a>" for words in WORDS[language].values()]
        assert [words for words in said if words not in listed.html] == []
        assert listed.hrefs.count(empty[n].url) == 1
        assert not [href for href in listed.hrefs if href.startswith(empty[n].url + "#")]


def test_the_page_of_a_past_event_shows_all_that_it_left(client, programme, blog):
    event = held()
    leave(event, blog)
    for n, page in enumerate(factories.event_pages(programme, event)):
        shown = read(client, page.url)
        places = WORDS[LANGUAGES[n]]
        assert [href[1:] for href in shown.hrefs if href[1:] in places] == list(places)
        assert [place for place in places if shown.html.count(f'id="{place}"') != 1] == []
        hrefs = [f"https://example.org/{event.pk}/{number}" for number in range(3)]
        assert [href for href in shown.hrefs if href in hrefs] == hrefs
        assert shown.html.count(f'alt="{("A room", "Ystafell")[n]}"') == 1


def test_nothing_is_said_of_what_is_not_there(client, programme):
    page, _twin = factories.event_pages(programme, held())
    assert "gpx-footprint" not in read(client, page.url).html


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 gwerthusiad wedi’i gyhoeddi"),
        (2, "2 werthusiad wedi’u cyhoeddi"),
        (3, "3 gwerthusiad wedi’u cyhoeddi"),
        (6, "6 gwerthusiad wedi’u cyhoeddi"),
        (11, "11 gwerthusiad wedi’u cyhoeddi"),
    ],
)
def test_numbers_in_welsh(count, words):
    with override("cy"):
        assert [trace.words for trace in footprint.traces({"evaluation": count})] == [words]


def test_the_list_takes_as_many_queries_for_100_events_as_for_10(client, programme, blog):
    def grow(count):
        events = [held(n + 1) for n in range(count)]
        factories.many_event_pages(programme, events)
        for event in events:
            record(event)
            share(event, "slides", 0)
            evaluate(event)
        return count_queries(client, programme[0].url + "?when=past")

    assert grow(10) == grow(90) <= 12
