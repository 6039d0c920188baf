"""Every way to and from a place, on a narrow screen: with axe, and without JavaScript."""

import json
import re
from pathlib import Path

from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from events.announcements import services as announcements
from events.announcements.models import Announcement, Subscriber
from events.models import EventSession, Recording
from events.registration import services
from events.registration.models import Attendance, GroupBooking, Registration, WaitingListOffer
from events.registration.notifications import urls
from events.registration.states import State
from tests import factories
from tests.browser.walk import Walk
from tests.factories.registrations import details, registration

BOOKINGS = {"en": "bookings", "cy": "cofrestriadau"}
NEWS = {
    "en": ("email-news/confirm", "email-news/leave"),
    "cy": ("newyddion-e-bost/cadarnhau", "newyddion-e-bost/gadael"),
}


def change(session: EventSession, **fields) -> None:
    """Change a session behind everybody's back."""
    EventSession.objects.filter(pk=session.pk).update(**fields)


def reader(walk: Walk, session: EventSession, email: str, **fields) -> Registration:
    """Somebody who reads the language of the walk."""
    given = details(email=email, mail_locale=walk.language, **fields)
    return services.book(session_id=session.pk, details=given).registration


def own_page(walk: Walk, row: Registration) -> str:
    """The address of the link in this registrant's e-mails."""
    return urls.manage_url(row, walk.language).replace("http://testserver", "")


def state_of(row: Registration) -> State:
    """How a registration stands now."""
    return Registration.objects.get(pk=row.pk).state


def test_a_group(walk, event_page, session):
    walk.open(event_page.url)
    walk.page.locator("main a.govuk-button").first.click()
    walk.follow(walk.say("Register several people at once", "Cofrestru sawl person ar yr un pryd"))
    walk.press()
    assert walk.mistakes() == 3
    walk.fill(name="Carys", email="carys@example.org")
    walk.page.select_option("#id_size", "2")
    walk.page.check(f"input[name=mail_locale][value={walk.language}]")
    walk.press()
    walk.fill(**{"name-1": "Alys", "email-1": "alys@example.org", "name-2": "Bryn"})
    walk.press()
    assert walk.mistakes() == 1
    walk.fill(**{"email-2": "bryn@example.org", "access-2": "ramp"})
    walk.press()
    assert "bryn@example.org\nramp" in walk.page.locator(".govuk-summary-list").inner_text()
    walk.press()
    walk.heading(walk.say("Your group is registered", "Mae eich grŵp wedi’i gofrestru"))
    rows = GroupBooking.objects.get().members.order_by("id")
    assert [(row.name, row.state, row.mail_locale) for row in rows] == [
        ("Alys", State.CONFIRMED, walk.language),
        ("Bryn", State.CONFIRMED, walk.language),
    ]


def test_a_place_from_the_waiting_list(walk, session, drain):
    change(session, capacity=1)
    first = registration(session)
    rows = [reader(walk, session, f"{name}@example.org") for name in ("anest", "beca")]
    services.cancel(registration_id=first.pk)
    drain()
    walk.follow_mail("anest@example.org", BOOKINGS[walk.language])
    walk.press(walk.say("Take the place", "Derbyn y lle"))
    walk.shows(walk.say("Your place is confirmed.", "Mae eich lle wedi’i gadarnhau."))
    assert [state_of(row) for row in rows] == [State.CONFIRMED, State.WAITLISTED]
    services.cancel(registration_id=rows[0].pk)
    drain()
    walk.follow_mail("beca@example.org", BOOKINGS[walk.language])
    WaitingListOffer.objects.open().update(expires_at=timezone.now())
    walk.press(walk.say("Take the place", "Derbyn y lle"))
    walk.heading(
        walk.say("The place is no longer held for you", "Nid yw’r lle’n cael ei gadw i chi mwyach")
    )
    services.expire_offers()
    walk.open(own_page(walk, rows[1]))
    walk.shows(walk.say("The time to take the place", "Mae’r amser i dderbyn y lle"))
    assert state_of(rows[1]) == State.LAPSED


def test_changing_and_leaving(walk, session):
    other = factories.session(event=session.event, capacity=1, starts_at=factories.in_days(30))
    row = reader(walk, session, "sian@example.org")
    walk.open(own_page(walk, row))
    walk.follow(walk.say("Change your details", "Newid eich manylion"))
    walk.fill(name="")
    walk.press()
    assert walk.mistakes() == 1
    walk.fill(name="Siân Tŷ-Gwyn", access="Ramp")
    walk.press()
    walk.shows(walk.say("Your changes are saved", "Mae eich newidiadau wedi’u cadw"))
    row.refresh_from_db()
    assert (row.name, row.needs.access) == ("Siân Tŷ-Gwyn", "Ramp")
    move_to_another_session(walk, row, other)
    take_away_and_erase(walk, row)


def move_to_another_session(walk: Walk, row: Registration, other: EventSession) -> None:
    """First too late for the last place, then in time."""
    walk.follow(walk.say("Change to another session", "Newid i sesiwn arall"))
    walk.press()
    assert walk.mistakes() == 1
    quicker = registration(other)
    walk.page.check("input[name=session]")
    walk.press()
    walk.shows(
        walk.say(
            "No other session of this event has a free place.",
            "Nid oes lle rhydd yn yr un o sesiynau eraill y digwyddiad hwn.",
        )
    )
    assert walk.page.locator(".govuk-error-summary").count() == 0  # there is no field to mend
    assert Registration.objects.get(pk=row.pk).session_id == row.session_id
    services.cancel(registration_id=quicker.pk)
    walk.open(walk.page.url)
    walk.page.check("input[name=session]")
    walk.press()
    walk.shows(walk.say("Your changes are saved", "Mae eich newidiadau wedi’u cadw"))
    assert Registration.objects.get(pk=row.pk).session_id == other.pk


def take_away_and_erase(walk: Walk, row: Registration) -> None:
    """Read and download what is held, then have it removed."""
    link = own_page(walk, row)
    see = walk.say("See and download what we hold", "Gweld a lawrlwytho’r hyn")
    walk.follow(see)
    with walk.page.expect_download() as download:
        walk.page.locator("main a[download]").click()
    held = json.loads(Path(download.value.path()).read_text())
    assert "sian@example.org" in json.dumps(held)
    walk.page.locator("main a[href*='erase'], main a[href*='dileu']").click()
    walk.press()
    assert walk.mistakes() == 1
    walk.page.check("#id_understood")
    walk.press()
    walk.heading(walk.say("Everything about you is removed", "Mae popeth amdanoch wedi’i ddileu"))
    row.refresh_from_db()
    assert (row.name, row.email_key) == ("", "")
    walk.open(link)
    walk.heading(walk.say("We do not know this link", "Nid ydym yn adnabod y ddolen hon"))


def test_joining_online(walk, session, live_server, event_page):
    inside = live_server.url + event_page.url
    change(session, mode="online", venue=None, join_url=inside)
    row = reader(walk, session, "sian@example.org")
    link = urls.join_url(row, walk.language).replace("http://testserver", "")
    walk.open(link)
    walk.heading(walk.say("The session is not open yet", "Nid yw’r sesiwn ar agor eto"))
    for status, words in (
        ("cancelled", ("The session is cancelled", "Mae’r sesiwn wedi’i chanslo")),
        ("postponed", ("The session is postponed", "Mae’r sesiwn wedi’i gohirio")),
    ):
        change(session, status=status)
        walk.open(link)
        walk.heading(walk.say(*words))
    change(session, status="scheduled", starts_at=factories.in_days(0.01))
    walk.open(own_page(walk, row))
    walk.follow(walk.say("Join online", "Ymuno ar-lein"))
    expect(walk.page).to_have_url(inside)
    assert Attendance.objects.get().source == "join_click"
    held = {"starts_at": factories.in_days(-2), "ends_at": factories.in_days(-1)}
    change(session, status="completed", **held)
    walk.open(link)
    walk.heading(walk.say("The session has ended", "Mae’r sesiwn wedi dod i ben"))


def test_a_walk_in(walk, session):
    services.make_check_in_link(session_id=session.pk)
    address = urls.check_in_url(session, walk.language)
    walk.open(address.replace("http://testserver", ""))
    walk.press(walk.say("Add somebody without a place", "Ychwanegu rhywun heb le"))
    walk.press()
    assert walk.mistakes() == 1
    walk.fill(name="Mari")
    walk.press()
    summary = walk.say("1 of 1 have arrived.", "Mae 1 o blith 1 wedi cyrraedd.")
    expect(walk.page.locator("[data-summary]")).to_have_text(summary)
    assert Attendance.objects.get().registration.name == "Mari"


def test_news_of_events(walk, session, drain):
    confirm, leave = NEWS[walk.language]
    walk.open("/en/email-news/" if walk.language == "en" else "/cy/newyddion-e-bost/")
    walk.press()
    assert walk.mistakes() == 1
    walk.fill(email="sian@example.org")
    walk.press()
    walk.heading(walk.say("Confirm your address", "Cadarnhewch eich cyfeiriad"))
    drain()
    walk.follow_mail("sian@example.org", confirm)
    assert not Subscriber.objects.exists()
    walk.press()
    walk.heading(walk.say("You are on the list", "Rydych chi ar y rhestr"))
    other = announcements.ask(email="one@example.org", mail_locale="en")
    announcements.confirm(other.token)
    sent = Announcement.objects.create(
        event=session.event,
        kind="announcement",
        subject_en="Come along",
        subject_cy="Dewch draw",
        text_en="There is much to learn.",
        text_cy="Mae llawer i’w ddysgu.",
    )
    announcements.send(announcement_id=sent.pk)
    drain()
    walk.follow_mail("sian@example.org", leave)
    assert Subscriber.objects.count() == 2
    walk.press()
    walk.heading(walk.say("You are not on the list", "Nid ydych ar y rhestr"))
    header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = walk.page.request.post(re.sub("^<http://testserver|>$", "", header), form=one_click)
    assert (answer.status, Subscriber.objects.count()) == (200, 0)


CUES = """player => new Promise(done => {
  const track = [...player.textTracks].find(each => each.mode === 'showing');
  const look = () => track.cues?.length ? done(track.cues[0].text) : setTimeout(look, 50);
  look();
})"""


def test_a_recording(walk, event_page, session):
    text = ("Welcome, all", "Croeso i bawb")
    held = {"starts_at": factories.in_days(-2), "ends_at": factories.in_days(-1.9)}
    change(session, status="completed", **held)
    subtitles = [f"WEBVTT\n\n00:01.000 --> 00:02.000\n{line}\n" for line in text]
    recording = Recording(
        session=session,
        title_en="The talk",
        title_cy="Y sgwrs",
        minutes=1,
        subtitles_en=subtitles[0],
        subtitles_cy=subtitles[1],
    )
    recording.file.save("talk.webm", ContentFile(b"\x1a\x45\xdf\xa3"))
    walk.open(event_page.url)
    player = walk.page.locator("video")
    expect(player.locator("track")).to_have_count(2)
    expect(player.locator("track[default]")).to_have_attribute("srclang", walk.language)
    if walk.script:
        assert player.evaluate(CUES) == walk.say(*text)
    walk.page.locator(".gpx-video__transcript summary").click()
    expect(walk.page.locator(".gpx-video__transcript p")).to_have_text(walk.say(*text))
    walk.look()
