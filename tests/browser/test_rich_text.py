"""Words in the other language, marked with the editor's own buttons."""

import pytest

from blog.models import BlogPage
from tests import factories
from tests.browser.editor import PageEditor, sign_in
from tests.factories.blog import blog_index, posts
from tests.factories.tree import tree


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [("cy", "Words in Welsh", "WORDS-IN-CY"), ("en", "Words in English", "WORDS-IN-EN")],
)
def test_an_editor_marks_words_in_the_other_language(live_server, page, language, title, name):
    factories.administrator()
    post, _twin = posts(blog_index(tree()), body=[("text", "<p>Dyfal donc.</p>")])
    sign_in(page, "admin", "admin")
    PageEditor(page, f"/admin/pages/{post.pk}/edit/")
    page.locator(".Draftail-Editor [contenteditable=true]").first.click()
    page.keyboard.press("Control+a")
    button = page.locator(f'button[name="{name}"]:visible').first
    assert title in button.get_attribute("aria-label")
    button.click()
    assert "Draftail-ToolbarButton--active" in button.get_attribute("class")
    # The editor hands over what was done a moment later.
    page.wait_for_function(
        "name => document.querySelector('#body-0-value').value.includes(name)", arg=name
    )
    page.locator("footer button.action-save").click()
    page.locator(".messages .success").wait_for()
    newest = BlogPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    assert f'<span lang="{language}">Dyfal donc.</span></p>' in newest.body[0].value.source
