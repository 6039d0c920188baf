"""Somebody on their way through the pages."""

import re
from urllib.parse import urlsplit

from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.axe import violations

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROW = {"width": 320, "height": 640}
ERROR = {"en": re.compile("^Error: "), "cy": re.compile("^Gwall: ")}
LINK = re.compile(r"https?://\S+[\w/]")


class Walk:
    """One reader in one language, on a narrow screen, with a script or without.

    Without a script axe cannot run; the walk is the same, and so is what it must lead to.
    """

    def __init__(self, page: Page, language: str, *, script: bool) -> None:
        self.page, self.language, self.script = page, language, script

    def say(self, english: str, welsh: str) -> str:
        """The words of the walk's own language."""
        return english if self.language == "en" else welsh

    def look(self) -> None:
        """The page is in its language, has one heading, fits, and satisfies axe."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator("h1")).to_have_count(1)
        if self.script:
            assert self.page.evaluate(SIDEWAYS) <= 0, self.page.url
            assert violations(self.page) == [], self.page.url

    def open(self, address: str) -> None:
        """Go to ``address``."""
        self.page.goto(address)
        self.look()

    def press(self, words: str = "") -> None:
        """Press the form's own button, or the one that says ``words``, and see what it opens."""
        main = self.page.locator("main")
        own = main.locator("form button[type=submit]:not([name]):not([aria-hidden])")
        button = main.get_by_role("button", name=words) if words else own
        with self.page.expect_navigation():
            button.last.click()
        self.look()

    def follow(self, words: str) -> None:
        """Follow the link that says ``words``."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words).first.click()
        self.look()

    def follow_mail(self, address: str, below: str) -> None:
        """Follow the link of the newest mail to ``address`` that leads below the path ``below``."""
        newest = [message for message in mail.outbox if address in message.to[0]][-1]
        paths = [urlsplit(url).path for url in LINK.findall(str(newest.body))]
        self.open(next(path for path in paths if path.startswith(f"/{self.language}/{below}/")))

    def mistakes(self) -> int:
        """How many the summary lists, each a link to its field."""
        expect(self.page).to_have_title(ERROR[self.language])
        return self.page.locator(".govuk-error-summary a").count()

    def heading(self, words: str) -> None:
        """The page is the one with this heading."""
        expect(self.page.locator("h1")).to_have_text(words)

    def shows(self, words: str) -> None:
        """The page says ``words``."""
        expect(self.page.locator("main")).to_contain_text(words)

    def fill(self, **answers: str) -> None:
        """Type into the boxes of these ids."""
        for name, value in answers.items():
            self.page.fill(f"#id_{name}", value)
