"""Who takes part in an event, and events of others that we support."""

import json
import re

import pytest

from events.models import EventRole, EventSession
from events.registration import services
from gpx_site.i18n.bilingual import LANGUAGES
from resources.models import Resource
from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db
WORDS = {
    "en": ["Speaker", "Contributor", "Host", "Partner"],
    "cy": ["Yn siarad", "Yn cyfrannu", "Yn cynnal", "Partner"],
}
LABELS = {
    "en": "Seminar of others, which we support. Host: {}",
    "cy": "Seminar gan eraill, gyda’n cefnogaeth ni. Yn cynnal: {}",
}


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


def takes_part(event, *parts):
    """Give the event these parts, the last one first."""
    return [
        EventRole.objects.create(event=event, part=part, position=len(parts) - n, **who)
        for n, (part, who) in enumerate(parts)
    ]


def events_of(html):
    """The sessions as search engines are told of them."""
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', html)
    return [each for each in json.loads(found[1])["@graph"] if each["@type"] == "Event"]


def test_everybody_is_named_in_order_with_their_part(client, programme):
    session = factories.session()
    first, second = factories.contributor(name="Mari"), factories.contributor(name="Ifan")
    host, partner = factories.organisation(), factories.organisation()
    takes_part(
        session.event,
        ("partner", {"organisation": partner}),
        ("host", {"organisation": host}),
        ("contributor", {"contributor": second}),
        ("speaker", {"contributor": first}),
    )
    for n, page in enumerate(factories.event_pages(programme, session.event)):
        language = LANGUAGES[n]
        html = read(client, page.url).html
        main = html[html.index("<main") : html.index("</main>")]
        bodies = [getattr(each, f"name_{language}") for each in (host, partner)]
        names = ["Mari", "Ifan", *bodies]
        both = [each for pair in zip(names[:2], WORDS[language][:2], strict=True) for each in pair]
        both += [each for pair in zip(bodies, WORDS[language][2:], strict=True) for each in pair]
        places = [main.index(f">{each}<") for each in both if f">{each}<" in main]
        assert len(places) == 8
        assert places == sorted(places)
        (told,) = events_of(html)
        assert [each.get("name") for each in told["organizer"]] == [None, bodies[0]]
        assert [each["name"] for each in told["performer"]] == ["Mari", "Ifan"]


def test_an_event_of_others_is_marked_and_never_registers_here(client, programme):
    event = factories.event(host_url="https://example.org/their-event")
    host = factories.organisation()
    takes_part(event, ("host", {"organisation": host}))
    coming = factories.session(event=event)
    factories.session(event=event, starts_at=factories.in_days(-3))
    event.supported = True
    event.save()
    Resource.objects.create(
        event=event,
        kind="slides",
        url="https://example.org/s",
        year=2026,
        title_en="A",
        title_cy="B",
    )
    for n, page in enumerate(factories.event_pages(programme, event)):
        name = getattr(host, f"name_{LANGUAGES[n]}")
        label = LABELS[LANGUAGES[n]].format(name)
        for query in ("", "?when=past"):
            assert read(client, programme[n].url + query).html.count(label) == 1
        shown = read(client, page.url)
        assert f'href="{event.host_url}"' in shown.html
        assert f"{page.url}#slides" in read(client, programme[n].url + "?when=past").hrefs
        assert [each["name"] for each in events_of(shown.html)[0]["organizer"]] == [name]
        register = page.sub_url("register", session_id=coming.pk)
        assert register not in shown.hrefs
        assert "<form" not in shown.html[shown.html.index("<main") : shown.html.index("</main>")]
        answer = client.get(register)
        assert answer.status_code == 409
        assert 'name="email"' not in answer.content.decode()


@pytest.mark.parametrize("source", ["web", "staff"])
def test_nobody_is_booked_into_an_event_of_others(source):
    session = factories.session(event=factories.event(supported=True))
    details = services.Details(name="Mari", email="mari@example.org", mail_locale="cy")
    with pytest.raises(services.RegistrationClosed):
        services.book(session_id=session.pk, details=details, source=source)
    assert not EventSession.objects.open_for_registration().exists()
    assert not EventSession.objects.for_staff_bookings().exists()


def test_an_event_that_becomes_our_own_opens(client):
    session = factories.session(event=factories.event(supported=True))
    assert not session.is_open
    session.event.supported = False
    session.event.save()
    session.refresh_from_db()
    assert session.is_open
