"""A host for each language: addresses lead there, and who is in the middle of something stays."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from events.registration.models import Registration
from gpx_site.i18n import language_hosts
from gpx_site.translations.models import PairException
from tests import factories
from tests.events.registration.visitor import ANSWERS
from tests.factories import feedback
from tests.factories.blog import blog_index, posts
from tests.factories.registrations import registration
from tests.factories.translated_pages import draft
from tests.pages import Reading, read

pytestmark = pytest.mark.django_db
HUB, ARFERDA = "testserver", "arferda.example"


@pytest.fixture
def two_hosts(settings, site_tree):
    """English at the hub's own host, Welsh at another."""
    settings.LANGUAGE_HOSTS = {"cy": ARFERDA}
    settings.ALLOWED_HOSTS = [HUB, ARFERDA, "127.0.0.1"]
    return site_tree


def ask(path, host, client=None, **options):
    return (client or Client()).get(path, headers={"host": host} | options)


def shown(path, host, client=None):
    response = ask(path, host, client)
    assert response.status_code == 200, (path, host, response.status_code)
    return Reading(response.content.decode())


# Which host speaks which language -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("hosts", "host", "spoken"),
    [
        ({}, "anywhere.example", ["en", "cy"]),
        ({"cy": "arferda.example"}, "arferda.example", ["cy"]),
        ({"cy": "arferda.example"}, "ArferDa.example", ["cy"]),
        ({"cy": "arferda.example"}, "hub.example", ["en"]),
        ({"cy": "arferda.example", "en": "hub.example:8443"}, "hub.example:8443", ["en"]),
        ({"cy": "arferda.example", "en": "hub.example"}, "elsewhere.example", []),
    ],
)
def test_languages_of_a_host(settings, hosts, host, spoken):
    settings.LANGUAGE_HOSTS = hosts
    assert language_hosts.languages(host) == spoken


@pytest.mark.parametrize(("host", "front_page"), [(HUB, "/en/"), (ARFERDA, "/cy/")])
def test_the_door_of_a_host_leads_to_its_own_front_page(two_hosts, host, front_page):
    response = ask("/", host)
    assert (response.status_code, response.url) == (302, front_page)


def test_a_host_that_speaks_neither_alone_has_the_bilingual_door(two_hosts, settings):
    settings.LANGUAGE_HOSTS = {"cy": ARFERDA, "en": "hub.example"}
    assert ask("/", HUB).templates[0].name == "choose_language.html"


@pytest.mark.parametrize("path", ["/", "/en/", "/cy/", "/admin/login/", "/health/live"])
def test_an_unknown_host_is_refused(two_hosts, path):
    assert ask(path, "evil.example").status_code == 400


# The wrong host -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "path", "there"),
    [
        (HUB, "/cy/", f"http://{ARFERDA}/cy/"),
        (ARFERDA, "/en/search/?q=a%20b&q=%C5%B5", f"http://{HUB}/en/search/?q=a%20b&q=%C5%B5"),
        (HUB, "/cy//x/?next=//evil.example", f"http://{ARFERDA}/cy//x/?next=//evil.example"),
    ],
)
def test_the_wrong_host_leads_to_the_right_one_with_path_and_query(two_hosts, host, path, there):
    response = ask(path, host)
    assert (response.status_code, response.url) == (302, there)
    assert not response.cookies


@pytest.mark.parametrize("host", [HUB, ARFERDA])
@pytest.mark.parametrize("path", ["/admin/login/", "/health/live", "/api/search/?q=a&lang=cy"])
def test_what_has_no_language_answers_everywhere(two_hosts, host, path):
    assert ask(path, host).status_code == 200


def test_without_a_language_in_the_address_the_host_gives_it(two_hosts):
    response = ask("/nowhere/", ARFERDA, **{"accept-language": "en"})
    assert (response.status_code, response["Content-Language"]) == (404, "cy")
    assert Reading(response.content.decode()).language == "cy"


def test_without_hosts_for_languages_nobody_is_sent_anywhere(site_tree, settings):
    settings.ALLOWED_HOSTS = [HUB, ARFERDA]
    for host in (HUB, ARFERDA):
        for language in ("en", "cy"):
            reading = shown(f"/{language}/", host)
            other = "cy" if language == "en" else "en"
            assert reading.switch == {other: f"/{other}/"}


# Addresses ----------------------------------------------------------------------------------------


def test_a_page_names_the_other_host_in_its_switch_and_its_head(two_hosts):
    en, cy = posts(blog_index(two_hosts))
    both = {"en": f"http://{HUB}{en.url}", "cy": f"http://{ARFERDA}{cy.url}"}
    for page, host, own, other in ((en, HUB, "en", "cy"), (cy, ARFERDA, "cy", "en")):
        reading = shown(f"{page.url}?a=1", host)
        assert reading.switch == {other: f"{both[other]}?a=1"}
        assert reading.canonical == f"{both[own]}?a=1"
        assert reading.alternates == {
            "en": f"{both['en']}?a=1",
            "cy": f"{both['cy']}?a=1",
            "x-default": f"{both['en']}?a=1",
        }
        assert page.full_url == both[own]


def test_the_switch_of_a_page_leads_to_a_page_that_answers(two_hosts):
    there = shown("/en/search/?q=risg", HUB).switch["cy"]
    assert there == f"http://{ARFERDA}/cy/chwilio/?q=risg"
    assert shown(there.removeprefix(f"http://{ARFERDA}"), ARFERDA).switch == {
        "en": f"http://{HUB}/en/search/?q=risg"
    }


def test_the_port_and_the_scheme_are_kept(two_hosts, settings):
    settings.SITE_URL = "https://hub.example"
    settings.LANGUAGE_HOSTS = {"cy": "arferda.example:8443"}
    assert language_hosts.absolute("/cy/", "cy") == "https://arferda.example:8443/cy/"
    assert language_hosts.absolute("/en/", "en") == "https://hub.example/en/"
    assert (
        language_hosts.absolute("https://elsewhere.example/a", "cy")
        == "https://elsewhere.example/a"
    )


def test_letters_lead_to_the_host_of_their_language(two_hosts, drain):
    session = factories.session()
    factories.event_pages(factories.event_index(two_hosts), session.event)
    registration(session, mail_locale=Registration.MailLocale.WELSH)
    drain()
    addresses = re.findall(r"https?://[^/\s]+/\S*", mail.outbox[0].body)
    assert {re.match(r"https?://([^/]+)", each).group(1) for each in addresses} == {ARFERDA}
    assert len(addresses) >= 3  # the event, the booking, the hub


def test_found_items_lead_to_the_host_of_their_language(two_hosts, drain, settings):
    settings.ELASTICSEARCH_NODES = []  # which would have to be waited for
    _en, cy = posts(blog_index(two_hosts))
    drain()
    found = ask("/api/search/?q=tegell&lang=cy", HUB).json()["results"]
    assert [each["url"] for each in found] == [f"http://{ARFERDA}{cy.url}"]


def test_a_page_that_went_alone_is_known_by_the_host_of_its_words(two_hosts):
    page = draft(two_hosts)
    PairException.objects.create(page_id=page.pk, kind="external")
    page.get_latest_revision().publish()
    reading = shown("/cy/contact/", ARFERDA)
    assert reading.canonical == f"http://{HUB}/en/contact/"
    assert reading.switch == {"en": f"http://{HUB}/en/contact/"}


# Forms --------------------------------------------------------------------------------------------


@pytest.fixture
def form(two_hosts):
    session = factories.session()
    en, cy = factories.event_pages(factories.event_index(two_hosts), session.event)
    return f"{en.url}register/{session.pk}/", f"{cy.url}cofrestru/{session.pk}/"


def test_in_the_middle_of_a_form_the_reader_stays_on_the_host(form):
    here, there = form
    client = Client(headers={"host": HUB})
    client.get(here)
    typed = {"name": "Siân", "email": "sian@", "role_text": ""}
    answer = client.post(there, typed | {"switch": "cy"})
    assert answer.status_code == 200
    reading = Reading(answer.content.decode())
    assert reading.language == "cy"
    assert reading.switch == {"en": here}
    assert 'value="Siân"' in reading.html
    # The next page of the form is at the same host, and so is the session with the answers.
    sent = client.post(there, ANSWERS["details"])
    assert sent.url.startswith("/cy/")
    assert Reading(client.get(sent.url).content.decode()).language == "cy"


def test_whoever_has_nothing_to_lose_does_not(form):
    _here, there = form
    assert ask(there, HUB).url == f"http://{ARFERDA}{there}"


def test_cookies_stay_with_their_host(form):
    here, _there = form
    for cookie in ask(here, HUB).cookies.values():
        assert cookie["domain"] == ""


def test_a_capture_without_a_session_is_switched_and_sent(two_hosts):
    feedback.capture(code="risk")
    client = Client(headers={"host": HUB})
    page = Reading(client.get("/en/capture/risk/").content.decode())
    there = page.switch["cy"]
    assert there == "/cy/casglu/risk/"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.html))
    hidden.pop("csrfmiddlewaretoken", None)
    typed = hidden | {"reporting@f1-s1": "40"}
    switched = client.post(there, typed | {"switch": "cy"})
    assert 'value="40"' in switched.content.decode()
    sent = client.post(there, typed)
    assert (sent.status_code, sent.url) == (302, "/cy/adborth/diolch/")


# Staff --------------------------------------------------------------------------------------------


def test_who_is_signed_in_reads_both_languages_at_one_host(two_hosts):
    client = Client(headers={"host": HUB})
    client.force_login(factories.administrator())
    page = draft(two_hosts, "cy")
    for path in ("/en/", "/cy/", reverse("pair", args=[page.pk])):
        assert client.get(path).status_code == 200
    assert read(client, "/en/").switch == {"cy": "/cy/"}
