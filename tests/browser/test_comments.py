"""Commenting as people do it: by keyboard, without JavaScript, and with ill will."""

import pytest

from blog.comments import services
from blog.comments.models import Comment
from blog.comments.states import State
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.comments import comment
from tests.factories.tree import tree

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><svg/onload=alert(1)>",
    "\"><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href='javascript:alert(1)' autofocus onfocus=alert(1)>x</a>",
    "<style>@import'javascript:alert(1)'</style><body onload=alert(1)>",
]


@pytest.fixture
def pair(live_server):
    return posts(blog_index(tree()))


@pytest.mark.parametrize("javascript", ["page", "page_without_javascript"])
def test_from_the_post_through_both_languages_to_the_post_again(request, pair, javascript):
    page, (english, welsh) = request.getfixturevalue(javascript), pair
    page.goto(welsh.url)
    assert page.context.cookies() == []
    page.locator("#comments a.govuk-button").click()
    page.fill("#id_name", "Siân Tŷ-Gwyn")
    page.locator("header button[name=switch]").click()
    assert page.url.endswith(english.sub_url("comment"))
    page.fill("#id_text", "Diolch am hyn.")
    page.locator("#id_name").press("Enter")
    assert page.url.endswith(english.sub_url("comment_thanks"))
    row = Comment.objects.get()
    assert (row.name, row.text, row.language) == ("Siân Tŷ-Gwyn", "Diolch am hyn.", "cy")
    services.publish(comments=[row.pk])
    for post in pair:
        page.goto(post.url)
        assert page.locator(".gpx-comment__text[lang=cy]").inner_text() == "Diolch am hyn."


def test_by_keyboard_alone(page, pair):
    page.goto(pair[0].sub_url("comment"))
    page.focus("#id_name")
    page.keyboard.type("Mari")
    for _field in ("language", "text"):
        page.keyboard.press("Tab")
    page.keyboard.type("Thank you.")
    for _link in ("the address to write to", "the button"):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Send the comment"
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/")
    assert list(Comment.objects.values_list("name", "text")) == [("Mari", "Thank you.")]


def test_nothing_that_is_written_runs(page, pair):
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    english, _welsh = pair
    factories.administrator()
    for payload in PAYLOADS:
        row = comment(english, State.PENDING, name=f"A {payload}"[:80], text=payload)
        services.publish(comments=[row.pk])
    page.goto(english.url)
    assert page.locator(".gpx-comment__text").all_inner_texts() == PAYLOADS
    page.locator(".gpx-comment a").first.click()
    page.fill("#id_name", PAYLOADS[0])
    page.fill("#id_text", PAYLOADS[2] + "a@b.example")
    page.locator("#comment button[type=submit]").last.click()
    assert page.input_value("#id_text") == PAYLOADS[2] + "a@b.example"
    page.goto("/admin/login/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.locator("button[type=submit]").click()
    page.goto("/admin/snippets/comments/comment/")
    page.locator("tbody a").first.click()
    page.wait_for_load_state()
    assert ran == []
