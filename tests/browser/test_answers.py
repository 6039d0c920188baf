"""What a form of feedback does in the browser alone: it lets answers go, and keeps them."""

import re
from dataclasses import dataclass

import pytest

from tests.browser.axe import violations
from tests.browser.walk import NARROW
from tests.factories import feedback as make

KEPT = "JSON.stringify(localStorage)"


@dataclass(frozen=True)
class Words:
    """A capture's addresses and what its page says."""

    address: str
    switched: str
    clear: str
    cleared: str
    clear_all: str
    send: str
    thanks: str


ENGLISH = Words(
    address="/en/capture/kept/",
    switched="/cy/casglu/kept/",
    clear="Clear this answer",
    cleared="Answer cleared",
    clear_all="Clear the form",
    send="Send my answers",
    thanks="/en/feedback/thanks/",
)
WELSH = Words(
    address="/cy/casglu/kept/",
    switched="/en/capture/kept/",
    clear="Clirio’r ateb hwn",
    cleared="Mae’r ateb wedi’i glirio",
    clear_all="Clirio’r ffurflen",
    send="Anfon fy atebion",
    thanks="/cy/adborth/diolch/",
)


@pytest.fixture
def form(transactional_db, site_tree):
    """A capture with every kind of question but a slider."""
    return make.full_form(code="kept", delivery="live", event=None)


@pytest.mark.parametrize("words", [ENGLISH, WELSH], ids=["en", "cy"])
def test_a_radio_can_be_cleared_by_key(form, page, words):
    page.set_viewport_size(NARROW)
    page.goto(words.address)
    button = page.get_by_role("button", name=words.clear)
    assert button.count() == 0
    page.check("[name=again][value=yes]")
    assert button.bounding_box()["height"] >= 44
    assert violations(page) == []
    button.press("Enter")
    assert page.locator("[name=again]:checked").count() == 0
    assert button.count() == 0
    assert page.locator("[data-answers-status]").inner_text() == words.cleared
    assert page.evaluate("document.activeElement.id") == "id_again_0"
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


@pytest.mark.parametrize("words", [ENGLISH, WELSH], ids=["en", "cy"])
def test_a_half_filled_form_survives_a_reload_until_it_is_sent(form, page, words):
    def filled():
        ticked = page.locator("form.gpx-answers :checked")
        return [*ticked.evaluate_all("all => all.map(each => each.value)"), comments.input_value()]

    page.goto(words.address)
    comments = page.locator("#id_comments")
    page.check("[name='no-say:after'][value='4']")
    page.check("[name=why][value=trigger]")
    comments.fill("Da iawn")
    page.reload()
    assert filled() == ["4", "trigger", "Da iawn"]
    assert violations(page) == []
    for hidden in page.locator("form.gpx-answers [type=hidden]").all():
        if hidden.get_attribute("name") != "form_code":
            assert hidden.input_value() not in page.evaluate(KEPT)

    page.get_by_role("button", name=words.clear_all).click()
    page.reload()
    assert filled() == [""]
    assert page.evaluate(KEPT) == "{}"

    page.check("[name=again][value=no]")
    page.locator("header button[name=switch]").click()
    page.wait_for_url(f"**{words.switched}")
    page.goto(words.address)
    assert filled() == ["no", ""]
    page.get_by_role("button", name=words.send).click()
    page.wait_for_url(re.compile(re.escape(words.thanks)))
    assert page.evaluate(KEPT) == "{}"
    page.goto(words.address)
    assert filled() == [""]


def test_a_browser_without_storage_promises_nothing(form, page):
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page.goto(ENGLISH.address)
    page.check("[name=again][value=yes]")
    assert page.get_by_role("button", name=ENGLISH.clear).is_visible()
    assert not page.get_by_role("button", name=ENGLISH.clear_all).is_visible()
    page.get_by_role("button", name=ENGLISH.send).click()
    page.wait_for_url(f"**{ENGLISH.thanks}")
