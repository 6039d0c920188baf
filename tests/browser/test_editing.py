"""Somebody writes in the page editor, and loses nothing."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests import factories
from tests.browser.axe import violations
from tests.browser.editor import PageEditor, TranslationEditor, sign_in
from tests.factories.translated_pages import draft
from tests.factories.translation_editor import submitted, text, translate

TITLE = "#id_title"


@pytest.fixture
def staff(live_server, site_tree):
    """Two members of staff; a password is the user name."""
    return [factories.administrator(name) for name in ("elin", "sian")]


@pytest.fixture
def another_page(browser, live_server):
    """A second browser, where somebody else works, or the same person in another tab."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def newest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def titles(page):
    return [each.content["title"] for each in page.revisions.order_by("created_at")]


def edit_url(page):
    return f"/admin/pages/{page.pk}/edit/"


# The answer to the next draft is kept back until deliver() is called.
KEEP_BACK = """() => {
  const send = window.fetch;
  window.fetch = async (address, options) => {
    const answer = await send(address, options);
    if (!(options?.body instanceof FormData && options.body.has("title"))) {
      return answer;
    }
    window.fetch = send;
    const body = await answer.text();
    await new Promise((resolve) => {
      window.deliver = resolve;
      document.documentElement.dataset.keptBack = "yes";
    });
    return new Response(body, answer);
  };
}"""
# In one go: otherwise the editor may notice for itself what is typed.
TYPE_AND_DELIVER = """(title) => {
  document.querySelector("#id_title").value = title;
  window.deliver();
}"""


def test_what_is_typed_in_the_first_moments_is_saved_too(page, site_tree, staff):
    written = draft(site_tree)
    sign_in(page, "elin", "elin")
    editor = PageEditor(page, edit_url(written))
    page.fill(TITLE, "Contact us")
    editor.indicates("saved")
    assert newest(written).title == "Contact us"


def test_what_is_typed_while_a_draft_is_on_its_way_is_saved_too(page, site_tree, staff):
    written = draft(site_tree)
    sign_in(page, "elin", "elin")
    editor = PageEditor(page, edit_url(written))
    page.evaluate(KEEP_BACK)
    page.fill(TITLE, "Contact us")
    page.locator("html[data-kept-back=yes]").wait_for()
    page.context.set_offline(True)
    page.evaluate(TYPE_AND_DELIVER, "Contact us all")
    expect(page.locator("form[data-w-unsaved-has-edits-value=true]")).to_be_visible()
    editor.indicates("paused")
    assert newest(written).title == "Contact us"
    page.context.set_offline(False)
    editor.indicates("saved")
    assert newest(written).title == "Contact us all"


def test_a_session_that_ends_keeps_the_words_until_somebody_signs_in(page, site_tree, staff):
    written = draft(site_tree)
    sign_in(page, "elin", "elin")
    editor = PageEditor(page, edit_url(written))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.fill(TITLE, "Contact us all")
    alert = page.get_by_role("alert").filter(has_text="You are signed out.")
    expect(alert).to_be_visible()
    assert violations(page, ".gpx-signed-out") == []
    editor.indicates("paused")
    page.locator("footer button.action-save").click()
    expect(alert).to_be_focused()
    expect(page.locator(TITLE)).to_have_value("Contact us all")
    assert newest(written).title == "Contact"
    sign_in(page.context.new_page(), "elin", "elin")
    expect(alert).to_be_hidden()
    editor.indicates("saved")
    assert newest(written).title == "Contact us all"


def test_two_editors_of_one_page_are_told_and_lose_nothing(page, another_page, site_tree, staff):
    written = draft(site_tree)
    sign_in(page, "elin", "elin")
    sign_in(another_page, "sian", "sian")
    PageEditor(page, edit_url(written))
    hers = PageEditor(another_page, edit_url(written))
    another_page.fill(TITLE, "Sian’s title")
    hers.indicates("saved")
    page.fill(TITLE, "Elin’s title")
    expect(page.get_by_text("Saving will overwrite a newer version.")).to_be_visible()
    assert newest(written).title == "Sian’s title"
    expect(page.locator(TITLE)).to_have_value("Elin’s title")
    told = page.locator("#w-editing-sessions").get_by_role("button")
    expect(told.and_(page.get_by_label("sian saved a new version"))).to_be_visible()
    page.locator("footer button.action-save").click()
    question = page.get_by_role("dialog", name="sian saved a new version")
    question.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert newest(written).title == "Elin’s title"
    assert titles(written)[-2:] == ["Sian’s title", "Elin’s title"]


def test_an_editor_that_was_closed_puts_back_what_was_typed(page, site_tree, staff):
    _page, translation = submitted(site_tree)
    sign_in(page, "elin", "elin")
    url = f"/admin/pages/{translation.get_target_instance().pk}/translate/"
    page.goto(url)
    field = f"#id_words-{text(translation, 'title').key}"
    page.fill(field, "Cysylltu")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/login/**")
    sign_in(page, "elin", "elin")
    page.goto(url)
    expect(page.locator(field)).to_have_value("Cysylltu")
    expect(page.get_by_text("What you typed here before is back in its place.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 text is saved.")).to_be_visible()
    assert text(translation, "title").words == "Cysylltu"
    expect(page.get_by_text("What you typed here before is back")).to_be_hidden()


def test_what_was_typed_is_not_put_over_what_somebody_saved_since(page, site_tree, staff):
    _page, translation = submitted(site_tree)
    sign_in(page, "elin", "elin")
    url = f"/admin/pages/{translation.get_target_instance().pk}/translate/"
    page.goto(url)
    field = f"#id_words-{text(translation, 'title').key}"
    page.fill(field, "Cysylltwch")
    translate(translation, get_user_model().objects.get(username="sian"), title="Cyswllt")
    page.goto("about:blank")
    page.goto(url)
    expect(page.locator(field)).to_have_value("Cyswllt")


def test_the_translation_editor_is_worked_with_the_keyboard_alone(page, site_tree, staff):
    written, translation = submitted(site_tree)
    sign_in(page, "elin", "elin")
    page.goto(f"/admin/pages/{translation.get_target_instance().pk}/translate/")
    TranslationEditor(page)
    words = {"title": "Cysylltu", "standfirst": "Dros y ffôn.", "body": "Ffoniwch ni."}
    reached = {f"id_words-{text(translation, path).key}": says for path, says in words.items()}
    page.get_by_label("PO file from the translator").focus()
    for _stop in range(20):
        page.keyboard.press("Tab")
        says = reached.pop(page.evaluate("document.activeElement.id"), None)
        if says:
            page.keyboard.type(says)
        if page.evaluate("document.activeElement.value") == "ready":
            break
    assert reached == {}
    page.keyboard.press("Enter")
    expect(page.get_by_text("is declared ready.")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/admin/pages/{written.pk}/pair/")
    assert violations(page) == []
