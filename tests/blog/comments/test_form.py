"""The form below a post, in both languages."""

import html
import re
import uuid

import pytest
from django.test import Client

from blog.comments import services, spam, views
from blog.comments.models import Comment
from blog.comments.states import Kind, State
from gpx_site.translations.models import PairException
from tests import factories
from tests.factories.comments import comment
from tests.pages import read

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "{{ 7|add:7 }}{% debug %}",
    "<!-- --><style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "</article></ol></section><h1>Taken over</h1>",
]


@pytest.fixture
def url(post) -> str:
    return post.sub_url("comment")


def given(post, **fields):
    """What a person sends who has taken a minute over it."""
    opened = spam._signer.sign_object({"post": str(post.translation_key), "at": 0})
    answers = {"name": "Mari", "text": "We tried it.", "language": "en", "opened": opened}
    return {name: value for name, value in (answers | fields).items() if value is not None}


class TestWriting:
    def test_leads_from_the_post_to_the_thanks(self, client, post, url):
        assert url in read(client, post.url).hrefs
        page = read(client, url)
        assert page.headings == ["Comment on this post"]
        assert "usually within 2 working days" in page.html
        answer = client.post(url, given(post))
        assert (answer.status_code, answer.url) == (302, f"{post.url}comment/thanks/")
        thanks = read(client, answer.url)
        assert "usually within 2 working days" in thanks.html
        assert post.url in thanks.hrefs
        row = Comment.objects.get()
        assert (row.name, row.text, row.language) == ("Mari", "We tried it.", "en")
        assert (row.state, row.suspicions) == ("pending", "")
        assert "We tried it." not in read(client, post.url).html

    def test_in_welsh(self, client, welsh_post):
        page = read(client, f"{welsh_post.url}sylw/")
        assert page.language == "cy"
        answer = client.post(f"{welsh_post.url}sylw/", given(welsh_post, language="cy"))
        assert answer.url == f"{welsh_post.url}sylw/diolch/"
        assert read(client, answer.url).language == "cy"
        assert Comment.objects.get().language == "cy"

    def test_the_language_of_the_page_is_chosen_beforehand(self, client, pair):
        for page, language in zip(pair, ("en", "cy"), strict=True):
            form = client.get(page.sub_url("comment")).context["form"]
            assert form["language"].value() == language

    def test_a_button_pressed_twice(self, client, post, url):
        answers = [client.post(url, given(post)).url for _press in range(2)]
        assert answers == [f"{post.url}comment/thanks/"] * 2
        assert Comment.objects.count() == 1

    def test_a_second_thought_from_the_same_form_is_a_second_comment(self, client, post, url):
        client.post(url, given(post))
        client.post(url, given(post, text="And it worked."))
        assert Comment.objects.count() == 2

    def test_an_answer_shows_what_it_answers(self, client, post, url):
        top = comment(post, name="Aled", text="Who is the host?", language="en")
        answer_url = f"{url}?reply={top.pk}"
        assert answer_url in read(client, post.url).hrefs
        page = read(client, answer_url)
        assert page.headings == ["Reply to a comment"]
        assert "Who is the host?" in page.html
        client.post(answer_url, given(post, reply=str(top.pk)))
        assert Comment.objects.latest("pk").parent == top

    def test_only_the_form_and_only_when_it_is_shown_sets_a_cookie(self, client, post, url):
        comment(post)
        for address in (post.url, f"{post.url}comment/thanks/"):
            answer = Client().get(address)
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert "csrfmiddlewaretoken" not in answer.content.decode()
        answer = client.get(url)
        assert list(answer.cookies) == ["csrftoken"]
        assert "no-store" in answer["Cache-Control"]
        client.post(url, given(post))
        assert list(client.cookies) == ["csrftoken"]

    def test_without_the_token_nothing_is_taken(self, post, url):
        client = Client(enforce_csrf_checks=True)
        assert client.post(url, given(post)).status_code == 403
        assert not Comment.objects.exists()

    def test_reading_changes_nothing(self, client, post, url):
        query = "&".join(f"{name}={value}" for name, value in given(post).items())
        read(client, f"{url}?{query}&switch=cy")
        assert not Comment.objects.exists()


class TestSwitchingLanguage:
    def test_the_switch_is_a_button_of_the_form(self, client, post, welsh_post, url):
        page = read(client, f"{url}?reply=5")
        there = f"{welsh_post.url}sylw/?reply=5"
        assert page.alternates["cy"] == f"http://testserver{there}"
        button = re.search(r'<button type="submit" form="comment" formaction="([^"]+)"', page.html)
        assert html.unescape(button[1]) == there
        # Enter presses the first button of a form, wherever on the page that stands.
        first = re.search(r'<button type="submit" form="comment"[^>]*>', page.html)[0]
        assert "name=" not in first
        assert "formaction=" not in first

    def test_nothing_is_lost_and_nothing_is_taken(self, client, post, welsh_post):
        top = comment(post)
        typed = given(post, text="Half a tho", name="Ma", reply=str(top.pk), language="en")
        answer = client.post(f"{welsh_post.url}sylw/", typed | {"switch": "cy"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert '<html lang="cy"' in page
        assert "Half a tho</textarea>" in page
        assert 'value="Ma"' in page
        assert f'name="reply" value="{top.pk}"' in page
        assert answer.context["form"]["language"].value() == "en"
        assert answer.context["opened"] == typed["opened"]
        assert answer.context["form"].errors == {}
        assert Comment.objects.count() == 1


class TestMistakes:
    def errors(self, client, post, **fields):
        answer = client.post(post.sub_url("comment"), given(post, **fields))
        assert answer.status_code == 422
        assert not Comment.objects.exists()
        page = answer.content.decode()
        return page, answer.context["form"].errors

    def test_an_empty_form(self, client, post):
        page, errors = self.errors(client, post, name="", text=" \n ", language=None)
        assert errors == {
            "name": ["Enter your name"],
            "language": ["Choose the language of your comment"],
            "text": ["Enter your comment"],
        }
        assert "<title>Error: Comment on this post" in page
        summary = page[page.index("govuk-error-summary") : page.index("<form")]
        assert [f'href="#id_{name}"' in summary for name in ("name", "language_0", "text")] == [
            True
        ] * 3

    def test_in_welsh(self, client, welsh_post):
        page, errors = self.errors(client, welsh_post, name="")
        assert "<title>Gwall: " in page
        assert errors["name"] != ["Enter your name"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "x" * 81),
            ("name", "https://example.org"),
            ("name", "WWW.example.org"),
            ("name", "mari@example.org"),
            ("name", "\u202elraM"),
            ("name", "Ma\0ri"),
            ("name", "Mari\r\nBcc: x@example.org"),
            ("name", "ㅤ"),
            ("name", "123 !!"),
            ("text", "x" * 2001),
            ("text", "x" * 100_000),
            ("text", "Write to me: mari@example.org"),
            ("text", "a\0b"),
            ("text", "a\x0bb"),
            ("text", "abc \u202e def"),
            ("text", "\u200b\u200b"),
            ("language", "fr"),
        ],
    )
    def test_each_is_named_and_nothing_is_lost(self, client, post, field, value):
        page, errors = self.errors(client, post, **{field: value})
        assert list(errors) == [field]
        assert len(errors[field]) == 1
        if field == "text":
            assert html.escape(value) in page

    def test_what_browsers_make_of_line_breaks_counts_once(self, client, post, url):
        client.post(url, given(post, text="a\r\n" * 1000))
        assert Comment.objects.get().text == "\n".join(["a"] * 1000)

    def test_one_empty_line_at_most(self, client, post, url):
        client.post(url, given(post, text="One.\r\n\r\n \r\n\r\nTwo."))
        assert Comment.objects.get().text == "One.\n\nTwo."

    @pytest.mark.parametrize("reply", ["x", "0", "-1", "²", "9" * 40, "1 OR 1=1", "\0"])
    def test_a_comment_that_is_not_there_cannot_be_answered(self, client, post, url, reply):
        page = read(client, f"{url}?reply={reply if reply != chr(0) else '%00'}")
        assert "no longer here" in page.html
        answer = client.post(url, given(post, reply=reply))
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "We tried it.</textarea>" in shown
        assert 'name="reply"' not in shown  # sent again, it is a comment on the post


class TestSpam:
    def test_a_filled_trap_is_flagged_and_not_thrown_away(self, client, post, url):
        answer = client.post(url, given(post, website="https://example.org"))
        assert answer.url == f"{post.url}comment/thanks/"
        assert Comment.objects.get().suspicions == "trap"

    def test_haste_is_flagged(self, client, post, url):
        opened = client.get(url).context["opened"]
        client.post(url, given(post, opened=opened))
        assert Comment.objects.get().suspicions == "hurry"

    def test_a_form_with_an_error_does_not_begin_again(self, client, post, url):
        sent = given(post, text="")
        assert client.post(url, sent).context["opened"] == sent["opened"]
        forged = client.post(url, given(post, text="", opened='"><b>')).context["opened"]
        assert spam.is_stamp(forged, str(post.translation_key))

    def test_too_many_from_one_sender(self, client, post, url, settings):
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"comments-from-one-sender": (2, 600)}
        for n in range(2):
            assert client.post(url, given(post, text=f"Number {n}.")).status_code == 302
        answer = client.post(url, given(post, text="Number 3."))
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 600
        page = answer.content.decode()
        assert "Too many comments have been sent" in page
        assert "Number 3.</textarea>" in page
        assert "<title>Error: " in page
        assert Comment.objects.count() == 2
        other = client.post(url, given(post, text="Number 4."), REMOTE_ADDR="192.0.2.7")
        assert other.status_code == 302

    def test_too_many_on_one_post_say_so_in_welsh(self, client, welsh_post, settings):
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"comments-on-one-post": (1, 3600)}
        url = welsh_post.sub_url("comment")
        client.post(url, given(welsh_post), REMOTE_ADDR="192.0.2.1")
        answer = client.post(url, given(welsh_post, text="Eto."), REMOTE_ADDR="192.0.2.2")
        assert answer.status_code == 429
        assert "Too many comments" not in answer.content.decode()

    def test_mistakes_do_not_count(self, client, post, url, settings):
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"comments-from-one-sender": (1, 600)}
        for _ in range(3):
            assert client.post(url, given(post, text="")).status_code == 422
        assert client.post(url, given(post)).status_code == 302


class TestClosed:
    def test_says_so_in_both_languages(self, client, pair):
        services.set_rule(post_key=pair[0].translation_key, kind=Kind.CLOSED)
        for page in pair:
            url = page.sub_url("comment")
            assert url not in read(client, page.url).hrefs
            shown = read(client, url)
            assert 'name="text"' not in shown.html
            assert len(shown.switch) == 1
        assert "Comments on this post are closed." in read(client, pair[0].url).html

    def test_what_was_written_meanwhile_is_not_lost(self, client, post, url):
        services.set_rule(post_key=post.translation_key, kind=Kind.CLOSED)
        answer = client.post(url, given(post, language="cy", text="Rhoesom gynnig arni."))
        assert answer.status_code == 409
        assert '<div class="gpx-comment__text" lang="cy"><p>Rhoesom' in answer.content.decode()
        assert not Comment.objects.exists()

    def test_closed_at_the_very_moment(self, client, post, url, monkeypatch):
        services.set_rule(post_key=post.translation_key, kind=Kind.CLOSED)
        monkeypatch.setattr(views, "read_rules", dict)
        answer = client.post(url, given(post))
        assert answer.status_code == 409
        assert "Your comment was not sent" in answer.content.decode()

    def test_the_last_day_is_named(self, client, post, pair):
        day = post.date
        services.set_rule(post_key=post.translation_key, kind=Kind.DAYS, days=3)
        text = f"Comments on this post closed at the end of {day.day + 3} May 2026."
        assert text in read(client, post.url).html
        type(post).objects.update(date=factories.in_days(0).date())
        assert "You can comment until the end of" in read(client, post.url).html


@pytest.mark.parametrize("payload", HOSTILE)
def test_markup_is_text_everywhere(client, post, url, payload):
    wrong = client.post(url, given(post, name=payload, text=payload, language="")).content.decode()
    client.post(url, given(post, name=f"A {payload}"[:80], text=payload))
    row = Comment.objects.get()
    services.publish(comments=[row.pk])
    client.force_login(factories.administrator())
    admin = [
        client.get(f"/admin/snippets/comments/comment/{path}").content.decode()
        for path in ("", f"edit/{row.pk}/")
    ]
    plain = Client()
    pages = [wrong, plain.get(post.url).content.decode(), *admin]
    pages.append(plain.get(f"{url}?reply={row.pk}").content.decode())
    for page in pages:
        shown = html.escape(payload)
        assert shown in page
        assert payload not in page.replace(shown, "")


def test_a_comment_of_a_draft_is_nowhere(client, post, url):
    post.unpublish()
    assert client.get(url).status_code == 404
    assert client.post(url, given(post)).status_code == 404
    assert not Comment.objects.filter(state=State.PENDING).exists()


def test_an_unknown_post_has_no_form(client, post):
    assert client.get(f"{post.url}{uuid.uuid4()}/comment/").status_code == 404


def test_where_a_page_stands_in_for_its_twin_the_form_is_in_the_readers_language(client, pair):
    english, welsh = pair
    PairException.objects.create(page_id=english.pk, kind=PairException.Kind.EXTERNAL)
    type(welsh).objects.filter(pk=welsh.pk).update(live=False)
    page = read(client, welsh.url)
    assert english.title in page.html
    form = f"{welsh.url}sylw/"
    assert form in page.hrefs
    assert read(client, form).language == "cy"
    answer = client.post(form, given(welsh))
    assert answer.url == f"{welsh.url}sylw/diolch/"
    assert read(client, answer.url).hrefs.count(welsh.url) >= 1
    assert Comment.objects.get().post_key == english.translation_key
