"""Wagtail's page editor and the translation editor, as somebody works in them."""

import datetime as dt
from pathlib import Path

import polib
from django.utils import timezone
from playwright.sync_api import Download, Locator, Page, expect

# Two processors may be shared by many: what is waited for is a sign on the page, never a time.
PATIENT = 60_000


def sign_in(page: Page, name: str, password: str) -> None:
    """Log in to the staff admin."""
    page.set_default_timeout(PATIENT)
    expect.set_options(timeout=PATIENT)
    page.goto("/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")


class PageEditor:
    """The form in which a page is written."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.open(url)

    def open(self, url: str) -> None:
        """Open it."""
        self.page.goto(url)

    def block(self, kind: str) -> Locator:
        """Insert a block at the end of the text, by its name; return its part of the form."""
        body = self.page.locator("#panel-child-content-body-section")
        blocks = body.locator("[data-streamfield-child]").filter(
            has=self.page.locator("xpath=self::*[not(ancestor::*[@data-streamfield-child])]")
        )
        before = blocks.count()
        body.get_by_title("Insert a block").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        expect(blocks).to_have_count(before + 1)
        return blocks.last

    def fill(self, block: Locator, **words: str) -> None:
        """Fill plain texts of a block, by their names in its definition; first of each name."""
        for name, text in words.items():
            field = block.locator(f"[data-contentpath={name}]").first
            field.locator("input[type=text], textarea").first.fill(text)

    def write(self, block: Locator, text: str, number: int = 0) -> None:
        """Type into a rich text of a block."""
        box = block.locator("[contenteditable=true]").nth(number)
        box.click()
        box.press_sequentially(text)

    def item(self, block: Locator, number: int) -> Locator:
        """Return an item of a list within a block, adding it where it is one more."""
        items = block.locator("[data-streamfield-child]")
        if items.count() == number:
            block.get_by_title("Add", exact=True).last.click()
            expect(items).to_have_count(number + 1)
        return items.nth(number)

    def choose(self, block: Locator, button: str, row: str) -> None:
        """Choose a picture, a document or a record in Wagtail's dialogue."""
        block.get_by_role("button", name=button).click()
        dialogue = self.page.locator(".modal.in, .modal.show").last
        dialogue.get_by_role("link", name=row).first.click()
        expect(dialogue).to_be_hidden()

    def indicates(self, state: str) -> None:
        """Wait until the editor says "saved", or "paused": it could not save."""
        expect(self.page.locator(f".w-autosave-indicator__state--{state}")).to_be_visible()

    def saved(self) -> None:
        """Wait until the editor has saved everything by itself, and open the page anew."""
        self.page.wait_for_url("**/edit/")
        self.indicates("saved")
        self.open(self.page.url)

    def act(self, name: str) -> None:
        """Press a button of the menu beside "Save draft"."""
        self.page.locator("footer").get_by_role("button", name="More actions").click()
        self.page.locator("footer").get_by_role("button", name=name, exact=True).click()

    def schedule(self, moment: dt.datetime) -> None:
        """Set the time at which the page goes live, and publish."""
        local = timezone.localtime(moment)
        self.page.get_by_role("button", name="Toggle status").click()
        self.page.get_by_role("button", name="Set schedule").click()
        self.page.locator("#id_go_live_at").fill(f"{local:%Y-%m-%d %H:%M}")
        # By the key: Wagtail's calendar covers the button until the field is left.
        self.page.get_by_role("button", name="Save schedule").press("Enter")
        expect(self.page.locator(".messages .success")).to_be_visible()
        self.act("Schedule to publish")


class TranslationEditor:
    """The translation editor of one page, to which the editor is on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_url("**/translate/")

    def download(self) -> Download:
        """Take the PO file out."""
        with self.page.expect_download() as started:
            self.page.get_by_role("button", name="Download the PO file").click()
        return started.value

    def upload(self, path: Path) -> None:
        """Bring it back."""
        self.page.get_by_label("PO file from the translator").set_input_files(path)
        self.page.get_by_role("button", name="Upload the PO file").click()

    def declare_ready(self) -> None:
        """Save everything, and declare the page ready."""
        self.page.get_by_role("button", name="Save and declare ready").click()


def translate(path: Path, words: dict[str, str]) -> int:
    """Fill the PO file at ``path`` as a translator does; return how many entries it has."""
    po = polib.pofile(str(path))
    for entry in po:
        entry.msgstr = words[entry.msgid]
    po.save(str(path))
    return len(po)
