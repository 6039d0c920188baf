"""What staff do about places, in a narrow window, in either language."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from wagtail.users.models import UserProfile

from events.models import EventSession
from events.registration import services
from events.registration.models import Attendance, Registration
from events.registration.notifications import urls
from events.registration.states import State
from tests import factories
from tests.browser.axe import violations
from tests.browser.conftest import open_page
from tests.browser.editor import sign_in
from tests.browser.walk import NARROW, SIDEWAYS, Walk
from tests.factories.registrations import details, registration

LIST = "wagtailsnippets_registration_registration:"
BOOKINGS = {"en": "bookings", "cy": "cofrestriadau"}


class Desk(Walk):
    """A member of staff; of Wagtail's pages only one part is ours."""

    def look(self) -> None:
        """Our part is in the language of whoever reads it, fits, and satisfies axe."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        assert self.page.evaluate(SIDEWAYS) <= 0, self.page.url
        if self.page.locator(".gpx-admin-body").count():
            assert violations(self.page, ".gpx-admin-body") == [], self.page.url

    def choose(self, row: str, action: str) -> None:
        """Choose an action from the menu of the row of a list that says ``row``."""
        listed = self.page.locator("main tr").filter(has_text=row)
        listed.locator("[data-w-dropdown-target=toggle]").click()
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=action).click()
        self.look()

    def told(self, words: str) -> None:
        """The page begins with a message that says ``words``."""
        expect(self.page.locator(".messages")).to_contain_text(words)


@contextmanager
def signed_in(browser: Browser, live_server, language: str) -> Iterator[Desk]:
    """Staff at a desk of their own."""
    UserProfile.objects.create(user=factories.administrator(), preferred_language=language)
    for page in open_page(browser, live_server, viewport=NARROW):
        sign_in(page, "admin", "admin")
        yield Desk(page, language, script=True)


def test_a_place_by_approval(walk, event_page, session, drain, browser, live_server):
    EventSession.objects.filter(pk=session.pk).update(approval_required=True)
    refused = services.book(
        session_id=session.pk,
        details=details(email="beca@example.org", mail_locale=walk.language),
    ).registration
    ask_for_a_place(walk, event_page.url)
    asked = Registration.objects.get(email_key="anest@example.org")
    drain()
    walk.follow_mail("anest@example.org", BOOKINGS[walk.language])
    walk.shows(walk.say("You do not have a place yet", "Nid oes gennych le eto"))
    with signed_in(browser, live_server, walk.language) as desk:
        desk.open(reverse(f"{LIST}list"))
        desk.choose(
            asked.reference, walk.say("Approve this registration", "Cymeradwyo’r cofrestriad hwn")
        )
        desk.press(walk.say("Yes, approve it", "Ie, cymeradwyo’r cofrestriad"))
        desk.told(walk.say("The registration is approved.", "Mae’r cofrestriad wedi’i gymeradwyo."))
        desk.choose(
            refused.reference, walk.say("Refuse this registration", "Gwrthod y cofrestriad hwn")
        )
        desk.press(walk.say("Yes, refuse it", "Ie, gwrthod y cofrestriad"))
        desk.told(walk.say("The registration is refused.", "Mae’r cofrestriad wedi’i wrthod."))
    drain()
    walk.follow_mail("anest@example.org", BOOKINGS[walk.language])
    walk.shows(walk.say("Your place is confirmed.", "Mae eich lle wedi’i gadarnhau."))
    told = [message.subject for message in mail.outbox if message.to == ["beca@example.org"]][-1]
    assert told.startswith(walk.say("We could not give you a place", "Nid oedd modd rhoi lle"))
    walk.open(urls.manage_url(refused, walk.language).replace("http://testserver", ""))
    walk.shows(walk.say("We could not give you a place.", "Nid oedd modd rhoi lle i chi."))
    states = [Registration.objects.get(pk=each.pk).state for each in (asked, refused)]
    assert states == [State.CONFIRMED, State.REJECTED]


def ask_for_a_place(walk: Walk, address: str) -> None:
    """From the event's page to the confirmation that is none yet."""
    walk.open(address)
    walk.page.locator("main a.govuk-button").first.click()
    walk.shows(walk.say("we look at every registration", "rydym yn edrych ar bob cofrestriad"))
    walk.fill(name="Anest", email="anest@example.org")
    walk.press()
    walk.page.check(f"input[name=mail_locale][value={walk.language}]")
    walk.page.check("input[name=wants_welsh][value=no]")
    for _step in ("needs", "check", "done"):
        walk.press()
    walk.heading(walk.say("We have your registration", "Mae eich cofrestriad wedi dod i law"))


@pytest.fixture(params=["en", "cy"])
def desk(request, transactional_db, site_tree, browser, live_server) -> Iterator[Desk]:
    """Staff in one of the two languages."""
    with signed_in(browser, live_server, request.param) as desk:
        yield desk


def test_booking_for_others(desk, tmp_path):
    session = factories.session()
    desk.open(reverse(f"{LIST}add"))
    desk.press(desk.say("Continue", "Parhau"))
    assert desk.page.locator(".help-critical a").count() == 1
    desk.page.select_option("select[name=session]", str(session.pk))
    desk.press(desk.say("Continue", "Parhau"))
    desk.page.check("input[name=source][value=phone]")
    desk.fill(name="Siân", email="sian@example.org")
    desk.press(desk.say("Book", "Cofrestru"))
    assert desk.page.locator(".help-critical a").count() == 2  # no language is guessed
    desk.page.check(f"input[name=mail_locale][value={desk.language}]")
    desk.page.check("input[name=wants_welsh][value=yes]")
    desk.press(desk.say("Book", "Cofrestru"))
    desk.told(desk.say("Siân has a place.", "Mae lle gan Siân."))
    file = tmp_path / "bookings.csv"
    rows = [("name", "email", "session"), ("Mair", "m@example.org", session.pk), ("Bad", "x", "")]
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows(rows)
    desk.open(reverse("registration-imports"))
    desk.page.set_input_files("input[type=file]", file)
    desk.press(desk.say("Show what would become of each row", "Dangos yr hyn a ddeuai"))
    assert Registration.objects.count() == 1
    desk.press(desk.say("Register 1 person", "Cofrestru 1 person"))
    desk.told(desk.say("The file is carried out.", "Mae’r ffeil wedi’i rhoi ar waith."))
    found = Registration.objects.order_by("pk").values_list("name", "source", "state")
    assert list(found) == [
        ("Siân", "phone", State.CONFIRMED),
        ("Mair", "import", State.CONFIRMED),
    ]


def test_who_was_there(desk, tmp_path):
    session = factories.session(starts_at=factories.in_days(-1))
    came, phoned = (registration(session, name=name) for name in ("Siân", "Idris"))
    start = timezone.localtime(session.starts_at)
    end = start + timedelta(hours=3)
    spans = [f"{at:%m/%d/%Y %I:%M:%S %p}" for at in (start, end)]
    file = tmp_path / "report.csv"
    people = [("Siân", came.email_key, *spans, 180), ("Phone", "", *spans, 180)]
    with file.open("w", newline="") as opened:
        heads = ("Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)")
        csv.writer(opened).writerows([heads, *people])
    desk.open(reverse("attendance-import", args=[session.pk]))
    see = desk.say("See what it would do", "Gweld beth fyddai’n digwydd")
    desk.press(see)
    assert desk.page.locator(".help-critical a").count() == 1
    desk.page.set_input_files("input[type=file]", file)
    desk.press(see)
    assert not Attendance.objects.exists()
    desk.press(desk.say("Import this report", "Mewnforio’r adroddiad hwn"))
    desk.told(desk.say("1 person was recognised.", "Adnabuwyd 1 person."))
    desk.page.select_option("select[name=registration]", str(phoned.pk))
    desk.press(desk.say("Attach", "Cysylltu"))
    outcomes = Attendance.objects.order_by("registration_id").values_list("outcome", flat=True)
    assert list(outcomes) == ["attended", "attended"]
