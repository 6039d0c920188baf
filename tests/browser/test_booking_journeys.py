"""Every way to and from a place, on a narrow screen: with axe, and without JavaScript.

Without JavaScript axe cannot run; the walk is the same, and so is what it must lead to.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from events.models import EventPage, EventSession
from events.registration.models import GroupBooking
from events.registration.states import State
from tests import factories
from tests.browser.axe import violations

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROW = {"width": 320, "height": 640}


class Walk:
    """Somebody on their way through the pages, in one language."""

    def __init__(self, page: Page, language: str, *, script: bool) -> None:
        self.page, self.language, self.script = page, language, script

    def look(self) -> None:
        """The page is in its language, has one heading, fits, and satisfies axe."""
        html, heading = self.page.locator("html"), self.page.locator("h1")
        assert (html.get_attribute("lang"), heading.count()) == (self.language, 1), self.page.url
        if self.script:
            assert self.page.evaluate(SIDEWAYS) <= 0, self.page.url
            assert violations(self.page) == [], self.page.url

    def open(self, address: str) -> None:
        """Go to ``address``."""
        self.page.goto(address)
        self.look()

    def press(self) -> None:
        """Press the form's own button."""
        button = "main form button[type=submit]:not([name]):not([aria-hidden])"
        self.page.locator(button).last.click()
        self.look()

    def follow(self, words: str) -> None:
        """Follow the link that says ``words``."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.look()

    def mistakes(self) -> int:
        """How many the summary lists, each a link to its field."""
        assert self.page.title().startswith({"en": "Error: ", "cy": "Gwall: "}[self.language])
        return self.page.locator(".govuk-error-summary a").count()

    @property
    def panel(self) -> str:
        """What the confirmation says."""
        return self.page.locator(".govuk-panel__title").inner_text()

    def fill(self, **answers: str) -> None:
        """Type into the boxes of these ids."""
        for name, value in answers.items():
            self.page.fill(f"#id_{name}", value)


@pytest.fixture(params=["en", "cy"])
def language(request) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def walk(request, browser: Browser, live_server, language) -> Iterator[Walk]:
    context = browser.new_context(
        base_url=live_server.url, viewport=NARROW, java_script_enabled=request.param
    )
    context.set_default_timeout(15_000)
    yield Walk(context.new_page(), language, script=request.param)
    context.close()


@pytest.fixture
def event_page(transactional_db, site_tree, language) -> EventPage:
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    pages = factories.event_pages(factories.event_index(site_tree), event)
    return pages[("en", "cy").index(language)]


@pytest.fixture
def session(event_page) -> EventSession:
    return factories.session(event=event_page.event, capacity=3)


GROUP = {
    "en": ("Register several people at once", "Your group is registered"),
    "cy": ("Cofrestru sawl person ar yr un pryd", "Mae eich grŵp wedi’i gofrestru"),
}


def test_a_group(walk, language, event_page, session):
    several, registered = GROUP[language]
    walk.open(event_page.url)
    walk.page.locator("main a.govuk-button").first.click()
    walk.follow(several)
    walk.press()
    assert walk.mistakes() == 3
    walk.fill(name="Carys", email="carys@example.org")
    walk.page.select_option("#id_size", "2")
    walk.page.check(f"input[name=mail_locale][value={language}]")
    walk.press()
    walk.fill(**{"name-1": "Alys", "email-1": "alys@example.org", "name-2": "Bryn"})
    walk.press()
    assert walk.mistakes() == 1
    walk.fill(**{"email-2": "bryn@example.org", "access-2": "ramp"})
    walk.press()
    assert "bryn@example.org\nramp" in walk.page.locator(".govuk-summary-list").inner_text()
    walk.press()
    assert walk.panel == registered
    rows = GroupBooking.objects.get().members.order_by("id")
    assert [(row.name, row.state, row.mail_locale) for row in rows] == [
        ("Alys", State.CONFIRMED, language),
        ("Bryn", State.CONFIRMED, language),
    ]
