"""A post is written, translated by a PO file and scheduled, with an editor's own clicks."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import BlogPage
from tests import factories
from tests.browser.axe import violations
from tests.browser.editor import PageEditor, TranslationEditor, sign_in, translate
from tests.factories.blocks import document, image
from tests.factories.blog import blog_index
from tests.waiting import eventually

ADDRESSES = ("/en/blog/eight-ways-to-begin/", "/cy/blog/wyth-ffordd-o-ddechrau/")
KINDS = ["text", "heading", "quotation", "callout", "accordion", "picture", "document", "event"]
QUESTIONS = [("Does it cost anything?", "It is free."), ("Who may come?", "Everybody may.")]
WELSH = {
    "Eight ways to begin": "Wyth ffordd o ddechrau",
    "What to do on the first day of something new.": "Beth i’w wneud ar ddiwrnod cyntaf pethau.",
    "Before all, a warm room &amp; tea.": "Cyn popeth, ystafell gynnes &amp; te.",
    "Who is the host?": "Pwy sy’n croesawu?",
    "Guests do not criticise the dinner.": "Nid yw gwesteion yn beirniadu’r cinio.",
    "A carer": "Gofalwr",
    "Safe to fail": "Diogel i fethu",
    "A trial whose failure costs little.": "Treial nad yw ei fethiant yn costio fawr ddim.",
    "Questions we are asked": "Cwestiynau a gawn",
    "Does it cost anything?": "A yw’n costio rhywbeth?",
    "It is free.": "Mae am ddim.",
    "Who may come?": "Pwy gaiff ddod?",
    "Everybody may.": "Caiff pawb.",
    "Eight people at a table": "Wyth o bobl wrth fwrdd",
    "Everyone lives in it.": "Mae pawb yn byw ynddo.",
    "Our slides": "Ein sleidiau",
    "Bring one service with you.": "Dewch ag un gwasanaeth gyda chi.",
}


@pytest.fixture
def editor(live_server, site_tree):
    """A member of staff who may write and publish pages, and no more."""
    user = get_user_model().objects.create_user("elin", "elin@example.org", "cyfrinair")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def write_a_post(page, index, event):
    """Write a post with a block of each of eight kinds."""
    editor = PageEditor(page, f"/admin/pages/add/blog/blogpage/{index.pk}/")
    page.fill("#id_title", "Eight ways to begin")
    page.fill("#id_standfirst", "What to do on the first day of something new.")
    editor.write(editor.block("Text"), "Before all, a warm room & tea.")
    editor.block("Heading").locator("input[type=text]").fill("Who is the host?")
    quotation = editor.block("Quotation")
    editor.fill(quotation, text="Guests do not criticise the dinner.", attribution="A carer")
    callout = editor.block("Callout")
    editor.fill(callout, heading="Safe to fail")
    editor.write(callout, "A trial whose failure costs little.")
    accordion = editor.block("Accordion")
    editor.fill(accordion, heading="Questions we are asked")
    for number, (question, answer) in enumerate(QUESTIONS):
        section = editor.item(accordion, number)
        editor.fill(section, heading=question)
        editor.write(section, answer)
    picture = editor.block("Picture")
    editor.choose(picture, "Choose an image", "Kettle")
    editor.fill(picture, alt_text="Eight people at a table", caption="Everyone lives in it.")
    slides = editor.block("Slides or document")
    editor.fill(slides, title="Our slides")
    editor.choose(slides.locator("[data-contentpath=document_en]"), "Choose a document", "Slides")
    call = editor.block("Call to an event")
    editor.choose(call, "Choose event", event.title_en)
    editor.fill(call, text="Bring one service with you.")
    post = eventually(lambda: autosaved("Bring one service with you."), 60)
    editor.saved()
    return editor, post


def autosaved(words):
    """The page that the editor has saved by itself, once it has these words."""
    post = BlogPage.objects.first()
    revision = post and post.get_latest_revision()
    return post if revision and words in revision.content["body"] else None


def statuses(client):
    return [client.get(address).status_code for address in ADDRESSES]


def test_a_post_of_eight_kinds_is_translated_by_file_and_scheduled(
    page, client, site_tree, editor, tmp_path, time_machine, settings
):
    index, _twin = blog_index(site_tree)
    event = factories.event()
    factories.event_pages(factories.event_index(site_tree), event)
    image("Kettle")
    document("Slides")
    sign_in(page, "elin", "cyfrinair")
    written, post = write_a_post(page, index, event)
    assert [block.block_type for block in post.get_latest_revision_as_object().body] == KINDS

    written.act("Submit for translation")
    translating = TranslationEditor(page)
    assert violations(page) == []
    download = translating.download()
    assert download.suggested_filename == "eight-ways-to-begin-en-to-cy.po"
    file = tmp_path / download.suggested_filename
    download.save_as(file)
    number = translate(file, WELSH)
    assert number == len(WELSH)
    translating.upload(file)
    expect(page.get_by_text(f"{number} texts are saved.")).to_be_visible()
    expect(page.get_by_text("Read the Welsh page through, and declare it ready.")).to_be_visible()
    assert violations(page) == []
    translating.declare_ready()
    expect(page.get_by_text("is declared ready.")).to_be_visible()

    moment = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(hours=2)
    # Wagtail's own saving would race with "Save schedule", which then asks about two versions.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    written.open(f"/admin/pages/{post.pk}/edit/")
    written.schedule(moment)
    expect(page.get_by_text("is scheduled to be published.")).to_be_visible()
    page.close()

    second = dt.timedelta(seconds=1)  # Wagtail publishes what was due before now
    time_machine.move_to(moment - second, tick=False)
    call_command("publish_scheduled")
    assert statuses(client) == [404, 404]
    time_machine.move_to(moment + second, tick=False)
    call_command("publish_scheduled")
    assert statuses(client) == [200, 200]
    welsh = client.get(ADDRESSES[1]).content.decode()
    assert [words for words in WELSH.values() if words not in welsh] == []
