"""The translation editor in the staff admin: a clear message, and nothing lost."""

import html

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text
from wagtail.users.models import UserProfile

from blog.models import BlogIndexPage, BlogPage
from gpx_site.translations import checks, publishing
from gpx_site.translations.editor import services
from gpx_site.translations.editor.forms import SEEN, WORDS
from gpx_site.translations.editor.segments import remaining, texts
from gpx_site.translations.localize import translation_into
from gpx_site.translations.models import Readiness
from tests import factories
from tests.factories.translated_pages import WORDS as PAGE_WORDS
from tests.factories.translated_pages import draft, draft_pair, edit, live_pair, reread
from tests.factories.translation_editor import (
    WELSH,
    newest,
    submitted,
    text,
    translate,
    translate_all,
)
from tests.pages import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client, site_tree):
    user = factories.administrator()
    client.force_login(user)
    return user


@pytest.fixture
def welsh(staff):
    profile = UserProfile.get_for_user(staff)
    profile.preferred_language = "cy"
    profile.save()


def editor_url(translation, name="translate"):
    return reverse(name, args=[translation.get_target_instance().pk])


def form(translation, **words):
    """What the form sends: every text as it was read, with some words changed."""
    data = {}
    for each in texts(translation):
        data[WORDS + each.key] = words.get(each.path, each.words)
        data[SEEN + each.key] = each.seen
    return data


def save(client, translation, data=None, **words):
    data = data or form(translation)
    for path, says in words.items():
        data[WORDS + text(translation, path).key] = says
    return client.post(editor_url(translation), data)


def upload(client, translation, content, name="contact-en-to-cy.po"):
    file = SimpleUploadedFile(
        name, content if isinstance(content, bytes) else str(content).encode()
    )
    return client.post(editor_url(translation, "translate_upload"), {"file": file})


def told(response):
    return [html.unescape(str(message)).strip() for message in get_messages(response.wsgi_request)]


def shown(response):
    return html.unescape(response.content.decode())


def downloaded(client, translation, query=""):
    return client.get(editor_url(translation, "translate_download") + query)


def filled(client, translation):
    po = polib.pofile(downloaded(client, translation).content.decode())
    for entry in po:
        entry.msgstr = WELSH[entry.msgid]
    return po


# Opening the translation editor -------------------------------------------------------------------


@pytest.mark.parametrize("first", ["en", "cy"])
def test_a_page_is_submitted_from_the_view_of_both_languages(client, site_tree, first):
    page = draft(site_tree, first)
    response = client.post(reverse("pair", args=[page.pk]), {"do": "submit"})
    target = checks.translation_of(page)
    assert response.url == reverse("translate", args=[target.pk])
    title = PAGE_WORDS[first]["title"]
    assert told(response) == [
        f"“{title}” is sent to be translated. Translate it here, or download its file."
    ]
    assert client.get(response.url).status_code == 200


def test_a_page_is_submitted_from_its_editor_with_the_edit(client, site_tree):
    page = draft(site_tree)
    data = nested_form_data(PAGE_WORDS["en"] | {"title": "Reach us", "body": rich_text("<p>x</p>")})
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "action-pair-submit": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    translation = translation_into(checks.translation_of(page))
    assert response.url == editor_url(translation)
    assert text(translation, "title").source == "Reach us"


def test_what_found_no_place_is_said(client, site_tree):
    page, target = draft_pair(site_tree)
    edit(target, body="<p>Un.</p><p>Dau.</p>")
    response = client.post(reverse("pair", args=[page.pk]), {"do": "submit"})
    assert told(response)[1] == (
        "2 texts that were there have no place on the page; they are kept in its history."
    )


def test_below_a_page_without_a_twin_nothing_is_submitted(client, site_tree):
    parent = BlogIndexPage(title="Blog", slug="blog", locale=site_tree.en.locale, live=False)
    site_tree.en.add_child(instance=parent)
    page = BlogPage(title="Post", slug="post", standfirst="x", locale=parent.locale, live=False)
    parent.add_child(instance=page)
    response = client.post(reverse("pair", args=[page.pk]), {"do": "submit"})
    assert response.url == reverse("pair", args=[page.pk])
    assert "The page above this one has no Welsh page yet." in told(response)[0]
    assert checks.translation_of(page) is None


def test_the_editor_of_a_page_under_translation_is_the_translation_editor(client, site_tree):
    page, translation = submitted(site_tree)
    target = checks.translation_of(page)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[target.pk]))
    assert response.url == editor_url(translation)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_what_an_editor_that_was_open_before_sends_is_kept_and_told_of(client, site_tree):
    page, translation = submitted(site_tree)
    target = checks.translation_of(page)
    data = nested_form_data(PAGE_WORDS["cy"] | {"body": rich_text("<p>Hen olygydd</p>")})
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), data)
    assert "Hen olygydd" in newest(target).body
    page_html = shown(client.get(editor_url(translation)))
    assert "The newest draft of this page was not made here" in page_html
    assert reverse("wagtailadmin_pages:history", args=[target.pk]) in page_html
    translate_all(translation)
    client.post(editor_url(translation), form(translation) | {"do": "ready"})
    assert Readiness.objects.get().revision.as_object().body == PAGE_WORDS["cy"]["body"]


def test_pages_of_the_package_are_gone(client, site_tree):
    page, _translation = submitted(site_tree)
    with pytest.raises(NoReverseMatch):
        reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.get(f"/admin/localize/submit/page/{page.pk}/").status_code == 404


def test_a_page_that_is_not_under_translation_has_no_translation_editor(client, site_tree):
    _page, target = draft_pair(site_tree)
    for name in ("translate", "translate_download"):
        assert client.get(reverse(name, args=[target.pk])).status_code == 404


# Who may ------------------------------------------------------------------------------------------


def test_who_may_not_edit_the_page_does_nothing(client, site_tree):
    _page, translation = submitted(site_tree)
    user = get_user_model().objects.create_user("eirlys")
    user.groups.add(Group.objects.get(name="Evaluators"))
    client.force_login(user)
    assert client.get(editor_url(translation)).status_code == 302
    assert downloaded(client, translation).status_code == 302
    assert save(client, translation, title="x").status_code == 302
    assert upload(client, translation, b"x").status_code == 302
    assert len(remaining(texts(translation))) == 3


def test_editors_may(client, site_tree):
    page = draft(site_tree)
    user = get_user_model().objects.create_user("elin")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    client.post(reverse("pair", args=[page.pk]), {"do": "submit"})
    translation = translation_into(checks.translation_of(page))
    save(client, translation, title="Cysylltu")
    assert text(translation, "title").changed_by == user


def test_nothing_is_done_by_looking(client, site_tree):
    page, translation = submitted(site_tree)
    for url in (editor_url(translation), reverse("pair", args=[page.pk])):
        client.get(f"{url}?do=stop")
    assert translation_into(checks.translation_of(page)) == translation
    assert client.get(editor_url(translation, "translate_upload")).status_code == 405


def test_a_locked_page_keeps_what_was_typed_on_the_screen(client, site_tree, staff):
    page, translation = submitted(site_tree)
    target = checks.translation_of(page)
    target.locked, target.locked_by = True, get_user_model().objects.create_user("sian")
    target.save()
    response = save(client, translation, title="Cysylltu")
    assert "The page is locked, so nothing was saved." in told(response)[0]
    assert ">\nCysylltu</textarea>" in shown(response)
    po = filled(client, translation)
    assert "The page is locked" in told(upload(client, translation, po))[0]
    assert len(remaining(texts(translation))) == 3


# Side by side -------------------------------------------------------------------------------------


def test_the_translation_editor_shows_the_texts_and_what_remains(client, site_tree):
    _page, translation = submitted(site_tree)
    page_html = shown(client.get(editor_url(translation)))
    assert "Translate into Welsh" in page_html
    assert "3 of 3 texts are still to be translated." in page_html
    assert "Nobody has declared the Welsh page ready." in page_html
    assert f'lang="en">{PAGE_WORDS["en"]["standfirst"]}</p>' in page_html
    assert "contact-en-to-cy.po" in page_html


def test_what_is_saved_is_said(client, site_tree):
    _page, translation = submitted(site_tree)
    response = save(client, translation, title="Cysylltu", standfirst="Dros y ffôn.")
    assert response.url == editor_url(translation)
    assert told(response) == ["2 texts are saved."]
    assert told(save(client, translation))[-1] == "Nothing was changed, so nothing was saved."


def test_saving_all_and_declaring_ready_leaves_nothing_to_do_but_publish(client, site_tree):
    page, translation = submitted(site_tree)
    words = {each.path: WELSH[each.source] for each in texts(translation) if each.source in WELSH}
    data = form(translation, **words) | {"do": "ready"}
    response = client.post(editor_url(translation), data)
    assert "“Cysylltu” is declared ready." in told(response)[-1]
    assert checks.missing(page) == []
    page_html = shown(client.get(editor_url(translation)))
    assert "Both pages are ready. Publish one, and both go live." in page_html
    assert '<button type="submit" name="do" value="publish"' in page_html


def test_ready_is_refused_while_a_text_is_missing(client, site_tree):
    _page, translation = submitted(site_tree)
    response = client.post(
        editor_url(translation), form(translation, title="Cysylltu") | {"do": "ready"}
    )
    assert "2 texts are still to be translated." in told(response)[-1]
    assert text(translation, "title").words == "Cysylltu"
    assert not Readiness.objects.exists()


def test_a_mistake_is_said_beside_the_text_and_nothing_typed_is_lost(client, site_tree):
    _page, translation = submitted(site_tree)
    response = save(client, translation, title="Cysylltu", body="<h2>Ysgrifennwch</h2>")
    page_html = shown(response)
    key = text(translation, "body").key
    assert f'<a href="#id_words-{key}">Text: <h2> is not allowed here.</a>' in page_html
    assert (
        f'<p class="error-message" id="id_words-{key}-error"><h2> is not allowed here.</p>'
        in page_html
    )
    assert ">\nCysylltu</textarea>" in page_html
    assert ">\n<h2>Ysgrifennwch</h2></textarea>" in page_html
    assert "Nothing was saved. What you typed is still below." in page_html
    assert "Error: " in page_html.split("<title>")[1][:40]
    assert len(remaining(texts(translation))) == 3


def test_a_mistake_is_said_in_the_language_of_the_admin(client, site_tree, welsh):
    _page, translation = submitted(site_tree)
    page_html = shown(save(client, translation, title="x" * 256))
    assert "Mae’n hwy na 255 nod." in page_html
    assert "Gwall: " in page_html.split("<title>")[1][:40]


def test_two_editors_at_once_lose_nothing(client, site_tree):
    _page, translation = submitted(site_tree)
    opened = form(translation)
    sian = get_user_model().objects.create_user("sian", first_name="Siân", last_name="Tŷ")
    translate(translation, sian, title="Cysylltu")
    response = save(client, translation, opened, title="Cysylltwch", standfirst="Dros y ffôn.")
    page_html = shown(response)
    assert "1 text was changed by somebody else meanwhile" in page_html
    assert "Siân Tŷ changed this text at" in page_html
    assert ">Cysylltu</p>" in page_html
    assert ">\nCysylltwch</textarea>" in page_html
    assert text(translation, "title").words == "Cysylltu"
    assert text(translation, "standfirst").words == "Dros y ffôn."
    # The form that is shown may be sent again, and then its words stand.
    again = form(translation, title="Cysylltwch")
    assert f'value="{again[SEEN + text(translation, "title").key]}"' in page_html
    save(client, translation, again)
    assert text(translation, "title").words == "Cysylltwch"


def test_words_for_a_text_that_has_gone_are_shown(client, site_tree):
    page, translation = submitted(site_tree)
    opened = form(translation, standfirst="Dros y ffôn.")
    edit(page, standfirst="How to reach all of us, by telephone.")
    services.submit(page=reread(page)[0], by=None)
    page_html = shown(client.post(editor_url(translation), opened))
    assert "1 text is no longer on the page" in page_html
    assert "<li>Dros y ffôn.</li>" in page_html


def test_a_page_is_given_back_to_its_editor(client, site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    target = checks.translation_of(page)
    response = client.post(editor_url(translation), {"do": "stop"})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert client.get(response.url).status_code == 200
    assert newest(target).title == "Cysylltu"


def test_the_translation_editor_takes_as_many_queries_for_a_hundred_texts_as_for_ten(
    client, site_tree
):
    taken = []
    for number in (10, 100):
        body = "".join(f"<p>Paragraph {n}.</p>" for n in range(number))
        _page, translation = submitted(site_tree, body=body, slug=f"long-{number}")
        taken.append(count_queries(client, editor_url(translation)))
    assert taken[0] == taken[1]


# The file -----------------------------------------------------------------------------------------


def test_the_file_is_named_by_page_and_direction(client, site_tree):
    _page, translation = submitted(site_tree)
    response = downloaded(client, translation, "?note=Mind the name")
    assert response["Content-Disposition"] == 'attachment; filename="contact-en-to-cy.po"'
    assert response["Content-Type"] == "text/x-gettext-translation; charset=utf-8"
    assert "# Mind the name\n" in response.content.decode()


def test_a_file_goes_out_and_comes_back(client, site_tree):
    page, translation = submitted(site_tree)
    page_html = shown(upload(client, translation, filled(client, translation)))
    assert "<li>3 texts are saved.</li>" in page_html
    assert "<li>0 texts are as they were.</li>" in page_html
    assert "0 of 3 texts are still to be translated." in page_html
    assert "Read the Welsh page through, and declare it ready." in page_html
    assert newest(checks.translation_of(page)).title == "Cysylltu"


def test_every_entry_is_accounted_for(client, site_tree):
    _page, translation = submitted(site_tree)
    po = filled(client, translation)
    po.find("Contact").msgstr = ""
    po.find(PAGE_WORDS["en"]["standfirst"]).flags = ["fuzzy"]
    po.append(polib.POEntry(msgctxt="title", msgid="<b>Old</b>", msgstr="Hen"))
    page_html = upload(client, translation, po).content.decode()
    for line in (
        "1 text is saved.",
        "0 texts are as they were.",
        "1 text has no translation in the file.",
        "1 text is marked “fuzzy”, so it is not taken.",
        "1 text of the file is not on the page.",
        "&lt;b&gt;Old&lt;/b&gt; → Hen",
    ):
        assert f"<li>{line}</li>" in page_html


def test_a_file_does_not_overwrite_a_text_changed_since(client, site_tree):
    _page, translation = submitted(site_tree)
    po = filled(client, translation)
    translate(translation, get_user_model().objects.create_user("sian"), title="Cyswllt")
    page_html = shown(upload(client, translation, po))
    assert "1 text was changed by somebody else meanwhile" in page_html
    assert "The words of the file are not saved there" in page_html
    assert ">\nCysylltu</textarea>" in page_html
    assert text(translation, "title").words == "Cyswllt"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Choose the file."),
        (b"MZ\x00\xff", "The file is not text in UTF-8."),
        (b"msgid", "The file is not a PO file that can be read: line 1 is broken."),
        (b"x" * (3 * 1024 * 1024), "The file is larger than 2 megabytes, which no page’s file is."),
    ],
    ids=["empty", "binary", "broken", "huge"],
)
def test_a_refused_file_is_explained_and_changes_nothing(client, site_tree, content, reason):
    _page, translation = submitted(site_tree)
    response = upload(client, translation, content)
    page_html = shown(response)
    expected = "The file is not a PO file." if content == b"" else reason
    assert f'<a href="#id_file">{expected}' in page_html
    assert "Nothing was saved." in page_html
    assert len(remaining(texts(translation))) == 3


def test_no_file_at_all_is_said(client, site_tree):
    _page, translation = submitted(site_tree)
    response = client.post(editor_url(translation, "translate_upload"), {})
    assert '<a href="#id_file">Choose the file.</a>' in shown(response)


def test_a_file_of_another_page_is_refused_in_welsh(client, site_tree, welsh):
    _page, translation = submitted(site_tree)
    _other, other = submitted(site_tree, title="About us", slug="about")
    po = polib.pofile(downloaded(client, other).content.decode())
    page_html = shown(upload(client, translation, po))
    assert "Mae’r ffeil ar gyfer tudalen arall: “About us”." in page_html


# What to do next ----------------------------------------------------------------------------------


def next_text(client, page):
    page_html = shown(client.get(reverse("pair", args=[page.pk])))
    return page_html.split('<p class="gpx-step__text">')[1].split("</p>")[0]


def test_each_step_says_what_comes_next(client, site_tree):
    page = draft(site_tree)
    steps = [next_text(client, page)]
    translation = services.submit(page=page, by=None).translation
    target = checks.translation_of(page)
    steps.append(next_text(client, target))
    translate_all(translation)
    steps.append(next_text(client, page))
    publishing.mark_ready(page=target)
    steps.append(next_text(client, target))
    page.get_latest_revision().publish()
    steps.append(next_text(client, page))
    edit(page, title="Contact us")
    steps.append(next_text(client, page))
    assert steps == [
        "The page is in English alone. Send it to be translated into Welsh.",
        "3 texts are still to be translated.",
        "Read the Welsh page through, and declare it ready.",
        "Both pages are ready. Publish one, and both go live.",
        "Both pages are live and say the same. There is nothing to do.",
        "The English words have changed since they were sent. Send the new ones.",
    ]


def test_the_steps_of_pages_written_by_hand(client, site_tree):
    page, target = live_pair(site_tree)
    edit(target, standfirst="")
    edit(page, title="Contact us")
    assert (
        next_text(client, page)
        == "Finish the Welsh page, or send the English page to be translated."
    )
