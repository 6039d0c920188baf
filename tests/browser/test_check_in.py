"""The check-in at the door on real phones' terms: one hand, no network, two devices, no script."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from events.models import EventSession
from events.registration import services
from events.registration.models import Attendance, CheckIn
from events.registration.notifications import urls
from tests import factories
from tests.browser.conftest import open_page
from tests.browser.network import Network
from tests.browser.test_pages_are_accessible import complaints, in_both_languages
from tests.factories.registrations import registration
from tests.factories.tree import tree

KEPT = """async () => {
  const kept = await caches.open('check-in-1');
  while (!(await kept.match(location.pathname))) {
    await new Promise(done => setTimeout(done, 50));
  }
}"""
NAMES = """async () => {
  const pages = await (await caches.open('check-in-1')).keys();
  const open = indexedDB.open('gpx-check-in', 1);
  await new Promise(done => open.onsuccess = done);
  const lists = open.result.transaction('lists').objectStore('lists').getAll();
  await new Promise(done => lists.onsuccess = done);
  return [lists.result.length, pages.filter(page => /\\/\\d+\\/$/.test(page.url)).length];
}"""
CAMERA = """
  window.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(['qr_code']); }
    detect() { return Promise.resolve(window.code ? [{ rawValue: window.code }] : []); }
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d').fillRect(0, 0, 10, 10);
    return canvas.captureStream(5);
  };
"""
OFFLINE_ONE = "Offline, 1 waiting to be sent."
SENT = "Connected. Everything is sent."


@pytest.fixture
def network(live_server):
    """What is between the phone and the server."""
    network = Network(live_server.url)
    yield network
    network.end()


@pytest.fixture
def page(browser, network):
    """A phone behind that network."""
    yield from open_page(browser, network)


@pytest.fixture
def session(live_server):
    tree()
    return factories.session(starts_at=factories.in_days(0.01))


def open_check_in(page: Page, session, language="en") -> None:
    """Open the session's link on a phone, and wait until the phone has kept the page."""
    services.make_check_in_link(session_id=session.pk)
    with override(language):
        url = urls.check_in_url(session, language)
    page.goto(url.replace("http://testserver", ""))
    if page.evaluate("'serviceWorker' in navigator"):
        page.evaluate(KEPT)


def status(page: Page):
    return page.locator("[data-status]")


def row(page: Page, registration):
    return page.locator(f"li[data-reference='{registration.reference}']")


def outcome(registration) -> str:
    return Attendance.objects.get(registration=registration).outcome


def test_without_a_network_nothing_is_lost(page, network, session):
    person = registration(session, name="Siân Tŷ-Gwyn")
    registration(session, name="Idris")
    said = []
    page.on("console", lambda message: said.append(message.text))
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    network.cut()
    row(page, person).get_by_role("button").click()
    expect(status(page)).to_have_text(OFFLINE_ONE)
    page.reload()
    expect(status(page)).to_have_text(OFFLINE_ONE)
    expect(page.locator("[data-summary]")).to_have_text("1 of 2 have arrived.")
    expect(row(page, person).locator("[data-tag]")).to_be_visible()
    assert not CheckIn.objects.exists()
    network.mend()
    expect(status(page)).to_have_text(SENT, timeout=20_000)  # it looks every five seconds
    press = CheckIn.objects.get()
    assert (outcome(person), press.registration, press.arrived) == ("attended", person, True)
    assert press.made_at < press.received_at
    page.reload()
    expect(row(page, person).locator("[data-tag]")).to_be_visible()
    assert [text for text in said if "Content Security Policy" in text] == []


def test_of_two_phones_the_later_press_wins_and_the_other_is_told(
    browser, page, network, live_server, session
):
    person = registration(session, name="Siân")
    open_check_in(page, session)
    network.cut()
    row(page, person).get_by_role("button", name="Check in Siân").click()
    expect(status(page)).to_have_text(OFFLINE_ONE)
    other = another_phone(browser, live_server)
    open_check_in(other, session)
    row(other, person).get_by_role("button", name="Check in Siân").click()
    row(other, person).get_by_role("button", name="Undo the arrival of Siân").click()
    expect(status(other)).to_have_text(SENT)
    assert CheckIn.objects.count() == 2
    network.mend()
    expect(status(page)).to_have_text(SENT, timeout=20_000)  # it looks every five seconds
    assert (CheckIn.objects.count(), outcome(person)) == (3, "unknown")
    for phone in (page, other):
        overwritten = phone.locator("[data-overwritten] li")
        told = re.compile("^Siân: arrival noted at .+, undone by another device at .+")
        expect(overwritten).to_have_text(told, timeout=20_000)
        expect(phone.locator("[data-summary]")).to_have_text("0 of 1 have arrived.")
    other.context.close()


def another_phone(browser: Browser, live_server) -> Page:
    """A phone whose network nobody cuts."""
    size = {"width": 320, "height": 640}
    return browser.new_context(base_url=live_server.url, viewport=size).new_page()


def test_leaving_erases_every_name(page, session):
    registration(session)
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    assert page.evaluate(NAMES) == [1, 1]
    open_check_in(page, session, "cy")
    assert page.evaluate(NAMES) == [1, 2]
    page.get_by_role("button", name="Gadael y dudalen bresenoldeb ar y ffôn hwn").click()
    page.wait_for_url("**/wedi-gadael/")
    assert page.evaluate(NAMES) == [0, 0]


def test_nobody_leaves_before_all_is_sent(page, network, session):
    person = registration(session)
    open_check_in(page, session)
    network.cut()
    row(page, person).get_by_role("button").click()
    page.get_by_role("button", name="Leave the check-in on this phone").click()
    expect(page.locator("[data-said]")).to_have_text(re.compile("^Not everything is sent yet"))
    assert page.evaluate(NAMES) == [1, 1]


def test_a_link_that_is_withdrawn_erases_the_names_and_loses_no_press(page, network, session):
    person = registration(session)
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    network.cut()
    row(page, person).get_by_role("button").click()
    expect(status(page)).to_have_text(OFFLINE_ONE)
    services.revoke_check_in_link(session_id=session.pk)
    network.mend()
    told = "This phone may no longer check people in. Open the link again. What is not sent yet "
    expect(status(page)).to_have_text(re.compile(re.escape(told)), timeout=20_000)
    assert page.evaluate(NAMES) == [0, 0]
    assert page.locator("[data-people] li").count() == 0
    assert not CheckIn.objects.exists()
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    assert outcome(person) == "attended"


def test_a_phone_that_comes_back_late_sends_what_it_kept_and_erases_the_names(
    page, network, client, session
):
    person = registration(session)
    client.force_login(factories.administrator())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": network.url}
    page.context.add_cookies([cookie])
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    network.cut()
    row(page, person).get_by_role("button").click()
    expect(status(page)).to_have_text(OFFLINE_ONE)
    page.goto("about:blank")
    held = {"starts_at": factories.in_days(-0.7), "ends_at": factories.in_days(-0.6)}
    EventSession.objects.filter(pk=session.pk).update(**held)
    network.mend()
    with override("en"):
        page.goto(reverse("check-in", args=[session.pk]))
    expect(status(page)).to_have_text(re.compile("Open the link again.$"))
    assert outcome(person) == "attended"
    assert page.evaluate(NAMES) == [0, 0]


def test_tickets_are_read_by_the_camera(page, session):
    person = registration(session, name="Siân")
    page.add_init_script(CAMERA)
    open_check_in(page, session)
    page.get_by_role("button", name="Start the camera").click()
    with override("en"):
        page.evaluate(f"window.code = 'https://x.example/en/check-in/ticket/{person.reference}/'")
    expect(page.locator("[data-said]")).to_have_text("Siân has arrived.")
    expect(status(page)).to_have_text(SENT)
    assert Attendance.objects.get(registration=person).source == "qr"
    page.evaluate("window.code = 'https://x.example/another-code'")
    expect(page.locator("[data-said]")).to_have_text(re.compile("^Nobody with a place"))
    page.get_by_role("button", name="Stop the camera").click()
    expect(page.locator("video")).to_be_hidden()


def test_a_ticket_and_the_link_itself_are_found_without_a_network(page, network, session):
    person = registration(session, name="Siân")
    registration(session, name="Idris")
    open_check_in(page, session)
    expect(status(page)).to_have_text(SENT)
    network.cut()
    page.goto(f"/en/check-in/ticket/{person.reference}/")
    expect(page.locator("[data-people] li")).to_have_count(1)
    expect(row(page, person)).to_be_visible()
    page.goto(urls.check_in_url(session, "en").replace("http://testserver", ""))
    expect(page.locator("[data-people] li")).to_have_count(2)


def test_without_a_script_the_same_buttons_work(page_without_javascript, session):
    page, person = page_without_javascript, registration(session, name="Siân")
    registration(session, name="Idris")
    services.make_check_in_link(session_id=session.pk)
    page.goto(urls.check_in_url(session, "en").replace("http://testserver", ""))
    page.fill("#wanted", person.reference)
    page.get_by_role("button", name="Search").click()
    assert page.locator("[data-people] li").count() == 1
    page.get_by_role("button", name="Check in Siân").click()
    assert page.locator("[data-summary]").inner_text() == "1 of 2 have arrived."
    page.get_by_role("button", name="Undo the arrival of Siân").click()
    assert page.locator("[data-summary]").inner_text() == "0 of 2 have arrived."
    page.get_by_role("button", name="Add somebody without a place").click()
    page.fill("#id_name", "Mari")
    page.get_by_role("button", name="Add them and check them in").click()
    assert page.locator("[data-summary]").inner_text() == "1 of 3 have arrived."


@in_both_languages
def test_every_page_is_accessible(narrow_page, session, language):
    page, person = narrow_page, registration(session, name="Siân Tŷ-Gwyn")
    registration(session, organisation_text="Cymdeithas y Gwasanaethau Cyhoeddus Rhyngwladol")
    services.check_in(registration_id=person.pk)
    wrong = []
    page.goto("/en/check-in/1/" if language == "en" else "/cy/presenoldeb/1/")
    wrong += complaints(page, language)
    open_check_in(page, session, language)
    expect(page.locator("[data-status]")).to_be_visible()
    wrong += complaints(page, language)
    here = page.url
    page.locator("main a.govuk-button").click()
    wrong += complaints(page, language)
    page.locator("main form button[type=submit]").last.click()
    wrong += complaints(page, language)
    part = "ticket" if language == "en" else "tocyn"
    page.goto(re.sub(r"\d+/$", f"{part}/{person.reference}/", here))
    wrong += complaints(page, language)
    page.goto(here)
    page.locator("[data-leave] button").click()
    page.wait_for_url("**/left/" if language == "en" else "**/wedi-gadael/")
    wrong += complaints(page, language)
    assert wrong == []
