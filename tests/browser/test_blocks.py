"""The blocks of a post as readers use them, and the editor as people paste into it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.axe import violations
from tests.factories.blocks import every_block
from tests.factories.blog import blog_index, posts

ELSEWHERE = re.compile("^https://")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# As Word puts it on the clipboard; the comments, namespaces and smart tags are its own.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml>
<![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style>
</head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h3 style='mso-list:none'><span style='font-size:14.0pt;color:#2F5496'>The kettle<o:p></o:p></span></h3>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b style='mso-bidi-font-weight:normal'><span
lang=CY style='font-family:"Calibri",sans-serif;mso-ansi-language:CY'>Mae’r tegell</span></b><span
style='color:red'> wedi berwi in <st1:City w:st="on"><st1:place w:st="on">Cardiff</st1:place></st1:City>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><span style='mso-spacerun:yes'>  </span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Start small<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Pay people<o:p></o:p></p>
<p class=MsoNormal>See <a href="https://www.audit.wales/gpx"><span style='color:#0563C1'>our page</span></a>
and <a href="javascript:alert(document.cookie)">this one</a>.<o:p></o:p></p>
<p class=MsoNormal><font face="Arial" size=2>Old font.</font><img width=1 height=1
src="file:///C:/Users/a/clip_image001.png"></p>
<!--EndFragment--></body></html>"""  # noqa: E501 - as it comes
PASTE = """html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', 'plain');
  document.querySelector('[data-contentpath=body] .public-DraftEditor-content').dispatchEvent(
    new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def made(site_tree):
    """A post with one block of each kind, in English and in Welsh."""
    event = factories.event()
    factories.event_pages(factories.event_index(site_tree), event)
    factories.session(event=event)
    return posts(blog_index(site_tree), body=every_block(event))


def test_every_block_is_accessible_on_a_small_telephone(made, narrow_page: Page):
    for post in made:
        narrow_page.goto(post.url)
        assert violations(narrow_page) == []
        assert narrow_page.evaluate(SIDEWAYS) <= 0
        narrow_page.locator(".govuk-accordion__show-all").click()
        for details in narrow_page.locator(".gpx-prose details").all():
            details.locator("summary").first.click()
        assert violations(narrow_page) == []
        assert narrow_page.evaluate(SIDEWAYS) <= 0


def test_a_wide_table_is_scrolled_by_the_keyboard_and_keeps_its_caption(made, narrow_page: Page):
    narrow_page.goto(made[0].url)
    table = narrow_page.locator(".gpx-table-region")
    table.locator("table").evaluate("table => { table.style.width = '60rem' }")
    table.focus()
    narrow_page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
    box = table.locator(".gpx-table__caption").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 320
    assert narrow_page.evaluate(SIDEWAYS) <= 0


def test_no_other_site_is_asked_before_the_video_is_played(made, page: Page, live_server):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Player</title>"))
    page.goto(made[1].url)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    play = page.get_by_role("button", name="Chwarae Who is the host?")
    play.focus()
    with page.expect_request(ELSEWHERE):
        page.keyboard.press("Enter")
    player = page.locator("iframe")
    elsewhere = [url for url in asked if not url.startswith(live_server.url)]
    assert [url.partition("?")[0] for url in elsewhere] == [
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"
    ]
    assert "hl=cy" in elsewhere[0]
    assert player.get_attribute("title") == "Who is the host?"
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert [text for text in refused if "Content Security Policy" in text] == []
    assert page.context.cookies() == []


def test_everything_can_be_read_without_javascript(made, page_without_javascript: Page):
    page = page_without_javascript
    page.goto(made[0].url)
    assert page.get_by_role("button", name="Play").count() == 0
    assert page.get_by_role("link", name="Watch on YouTube").is_visible()
    for text in ("It is free.", "Everybody may."):
        assert page.get_by_text(text).is_visible()
    for summary in ("Transcript: Who is the host?", "The figures as a table"):
        page.locator("summary", has_text=summary).first.click()
    assert page.get_by_text("The kettle comes first.").is_visible()
    assert page.get_by_role("cell", name="100% (12)").first.is_visible()


def test_what_is_pasted_from_word_is_kept_clean(made, page: Page):
    staff = factories.administrator()
    page.goto("/admin/login/")
    page.fill("#id_username", staff.username)
    page.fill("#id_password", staff.username)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    page.goto(f"/admin/pages/{made[0].pk}/edit/")
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate(PASTE, WORD)
    state = page.locator("[name=body-0-value]")  # which the editor brings up to date in its time
    expect(state).to_have_value(re.compile("Old font"))
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    kept = made[0].revisions.latest("id").as_object().body[0].value.source
    assert re.sub(r' data-block-key="\w+"', "", kept) == (
        "<h3>The kettle</h3>"
        "<p><b>Mae’r tegell</b> wedi berwi in Cardiff.</p>"
        "<ul><li>Start small</li><li>Pay people</li></ul>"
        '<p>See <a href="https://www.audit.wales/gpx">our page</a> and this one.</p>'
        "<p>Old font.</p>"
    )
