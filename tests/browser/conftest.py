"""Debian's Chromium, driven by Playwright, on the live server."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from events.models import EventPage, EventSession
from tests import factories
from tests.browser.walk import NARROW, Walk

ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root; every page is our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives the browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


click = Locator.click


def click_through(self: Locator, **options) -> None:
    """Click, and read what it opened to its end.

    Playwright's own click returns when the next page has begun: its title and its words may
    still be on their way, and a test that asks for them at once finds an empty page.
    """
    click(self, **options)
    self.page.wait_for_load_state()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_through)
        # Playwright keeps an event loop in this thread; Django would refuse its database there.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            yield browser
            browser.close()


def open_page(browser: Browser, server, **options) -> Iterator[Page]:
    """Open a page in a context of its own, which ends with the test."""
    context = browser.new_context(base_url=server.url, **options)
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A fresh browser page; addresses may leave out the host."""
    yield from open_page(browser, live_server)


@pytest.fixture
def page_without_javascript(browser: Browser, live_server) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    yield from open_page(browser, live_server, java_script_enabled=False)


@pytest.fixture
def narrow_page(browser: Browser, live_server) -> Iterator[Page]:
    """A page 320 CSS pixels wide: the narrowest at which everything must reflow."""
    yield from open_page(browser, live_server, viewport=NARROW)


@pytest.fixture(params=[("en", True), ("cy", True), ("cy", False)], ids=["en", "cy", "cy-no-js"])
def walk(request, browser: Browser, live_server) -> Iterator[Walk]:
    """Somebody on their way, in either language; and in one of them without JavaScript."""
    language, script = request.param
    options = {"viewport": NARROW, "java_script_enabled": script, "accept_downloads": True}
    for page in open_page(browser, live_server, **options):
        yield Walk(page, language, script=script)


@pytest.fixture
def event_page(transactional_db, site_tree, walk) -> EventPage:
    """An event's page, in the language of the walk."""
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    pages = factories.event_pages(factories.event_index(site_tree), event)
    return pages[("en", "cy").index(walk.language)]


@pytest.fixture
def session(event_page) -> EventSession:
    """Of three places, in a fortnight."""
    return factories.session(event=event_page.event, capacity=3)
