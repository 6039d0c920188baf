"""The journey from the link in the mail to the thanks, in both languages."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils.translation import override

from events.evaluation import services as evaluation
from events.evaluation.charts import chart_of
from events.feedback import services
from events.feedback.forms import PREFER_NOT
from events.feedback.models import Intake, Response
from tests.factories import feedback as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

PAGES = {"en": "/en/feedback/", "cy": "/cy/adborth/"}
THANKS = {"en": "/en/feedback/thanks/", "cy": "/cy/adborth/diolch/"}
ANSWER = {"no-say:before": "3"}


def opened(form, language="en"):
    """A client that has followed a link of its own."""
    client = Client()
    _invitation, token = make.invitation(form)
    assert client.get(f"{PAGES[language]}{token}/").headers["Location"] == PAGES[language]
    return client


def hidden(page):
    """The hidden fields of the page's form."""
    names = "submission_id", "form_code"
    content = page.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', content).group(1) for name in names}


def send(client, language="en", **answers):
    page = client.get(PAGES[language])
    assert page.status_code == 200
    return client.post(PAGES[language], hidden(page) | answers)


def test_a_welsh_and_an_english_answer_land_in_the_same_bar_of_the_same_chart(drain):
    form = make.full_form()
    held = make.past_session(form)
    for language in ("cy", "en"):
        make.attendee(held, "attended", mail_locale=language)
    services.invite_attendees(form=form)
    drain()
    for message, language in zip(mail.outbox, ("cy", "en"), strict=True):
        link = re.search(rf"{settings.SITE_URL}(/\S+)", message.body).group(1)
        assert link.startswith(PAGES[language])
        client = Client()
        client.get(link)
        answers = {"no-say:before": "4", "no-say:after": "2", "again": "yes"}
        assert send(client, language, **answers).headers["Location"] == THANKS[language]
    make.mix_in(form)
    evaluation.sweep_tallies()
    assert set(Response.objects.values_list("language", flat=True)) == {"cy", "en"}
    for language, label in (("en", "Disagree"), ("cy", "Anghytuno")):
        with override(language):
            found = evaluation.evaluate(form=form, language=language)["questions"]
            before, after = chart_of(found[0]).bars
            again = chart_of(found[2])
        assert [each.figure.count for each in before.segments] == [0, 0, 0, 2, 0]
        assert [each.figure.count for each in after.segments] == [0, 2, 0, 0, 0]
        assert after.segments[1].label == label
        assert [option.figure.count for option in again.options] == [2, 0]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_form_speaks_the_language_of_its_address(language):
    client = opened(make.full_form(), language)
    page = client.get(PAGES[language])
    content = page.content.decode()
    assert f'<html lang="{language}"' in content
    assert ("English no-say" in content) == (language == "en")
    assert ("Cymraeg no-say" in content) == (language == "cy")
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_exchange_of_the_token_tells_nobody_where_it_came_from():
    _invitation, token = make.invitation(make.full_form())
    response = Client().get(f"/en/feedback/{token}/")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert token not in response.headers["Location"]


def test_reading_changes_nothing():
    form = make.full_form()
    client = opened(form)
    for _ in range(3):
        client.get(PAGES["en"])
        client.head(PAGES["en"])
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("language", "title", "error"),
    [
        ("en", "<title>Error: ", "Choose an answer for before the event: “English no-say”"),
        (
            "cy",
            "<title>Gwall: ",
            "Dewiswch ateb i ddangos eich barn cyn y digwyddiad: “Cymraeg no-say”",
        ),
    ],
)
def test_what_must_be_answered_is_asked_for_and_nothing_is_lost(language, title, error):
    form = make.full_form()
    form.questions.filter(slug="no-say").update(required=True)
    client = opened(form, language)
    page = send(client, language, **{"no-say:after": "2", "comments": "Da <b>iawn</b>"})
    content = page.content.decode()
    assert page.status_code == 422
    assert title in content
    assert f'<a href="#id_no-say:before_0">{error}</a>' in content
    assert "Da &lt;b&gt;iawn&lt;/b&gt;</textarea>" in content
    assert re.search(r'id="id_no-say:after_1"[^>]*value="2" checked', content)
    assert not Intake.objects.exists()


def test_switching_the_language_keeps_the_answers_and_judges_nothing():
    form = make.full_form()
    form.questions.filter(slug="no-say").update(required=True)
    client = opened(form)
    first = client.get(PAGES["en"])
    assert f'formaction="{PAGES["cy"]}"' in first.content.decode()
    answers = {
        "confidence:before": "4",
        "why": ["motivation", "trigger"],
        "comments": "Good",
        "consent_open": "on",
    }
    page = client.post(PAGES["cy"], hidden(first) | answers | {"switch": "cy"})
    content = page.content.decode()
    assert page.status_code == 200
    assert '<html lang="cy"' in content
    assert "govuk-error" not in content
    assert re.search(r'id="id_confidence:before_3"[^>]*value="4" checked', content)
    assert len(re.findall(r'name="why"[^>]* checked', content)) == 2
    assert ">Good</textarea>" in content
    assert re.search(r'name="consent_open"[^>]* checked', content)
    assert hidden(page) == hidden(first)
    assert not Intake.objects.exists()


def test_one_answer_is_enough_unless_it_says_so():
    form = make.full_form()
    assert send(opened(form), **{"no-say:after": "2"}).headers["Location"] == THANKS["en"]
    make.mix_in(form)
    assert form.responses.get().answers.exclude(status="skipped").count() == 1


UNTOUCHED = {
    "en": "You have not answered anything yet. Answer at least one question, or close this page.",
    "cy": "Nid ydych wedi ateb dim eto. Atebwch o leiaf un cwestiwn, neu caewch y dudalen hon.",
}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_an_untouched_form_is_shown_again_and_spends_nothing(language):
    form = make.full_form()
    client = opened(form, language)
    page = send(client, language, comments=" \x0b ", consent_open="on")
    assert page.status_code == 422
    assert UNTOUCHED[language] in page.content.decode()
    assert not Intake.objects.exists()
    sent = client.post(PAGES[language], hidden(page) | {"comments": "Da"})
    assert sent.headers["Location"] == THANKS[language]


@pytest.mark.parametrize(
    ("language", "address"), [("en", "/en/capture/risk/"), ("cy", "/cy/casglu/risk/")]
)
def test_an_untouched_capture_is_shown_again(language, address):
    make.capture(code="risk")
    client = Client()
    page = client.post(address, hidden(client.get(address)) | {"consent_open": "on"})
    assert page.status_code == 422
    assert UNTOUCHED[language] in page.content.decode()
    assert not Intake.objects.exists()
    sent = client.post(address, hidden(page) | {"reporting@f1-s1-na": "on"})
    assert sent.headers["Location"] == THANKS[language]


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Prefer not to say"), ("cy", "Gwell gen i beidio â dweud")]
)
def test_to_prefer_not_to_say_is_offered_and_stored(language, label):
    form = make.full_form()
    form.questions.exclude(slug="comments").update(required=True)
    client = opened(form, language)
    content = client.get(PAGES[language]).content.decode()
    columns = ["no-say:before", "no-say:after", "confidence:before", "confidence:after"]
    columns += ["again", "why", "recommend"]
    assert len(re.findall(rf"__divider.*?\s{label}\s", content, re.DOTALL)) == len(columns)
    sent = send(client, language, **dict.fromkeys(columns, PREFER_NOT))
    assert sent.headers["Location"] == THANKS[language]
    make.mix_in(form)
    answers = form.responses.get().answers
    assert answers.filter(status="prefer_not_to_say").count() == len(columns)
    assert answers.get(question__slug="comments").status == "skipped"


@pytest.mark.parametrize(
    ("language", "error"),
    [
        ("en", "Choose answers or “Prefer not to say”, not both."),
        ("cy", "Dewiswch atebion neu “Gwell gen i beidio â dweud”, nid y ddau."),
    ],
)
def test_options_and_to_prefer_not_to_say_exclude_each_other(language, error):
    page = send(opened(make.full_form(), language), language, why=["trigger", PREFER_NOT])
    assert page.status_code == 422
    assert f'<a href="#id_why_0">{error}</a>' in page.content.decode()
    assert not Intake.objects.exists()


def test_words_that_look_like_the_way_out_are_words():
    form = make.full_form()
    send(opened(form), comments=PREFER_NOT)
    make.mix_in(form)
    assert form.responses.get().answers.get(question__slug="comments").text == PREFER_NOT


def test_a_second_press_of_the_button_is_thanked_as_well():
    form = make.full_form()
    client = opened(form)
    posted = hidden(client.get(PAGES["en"])) | {"no-say:before": "3"}
    for _ in range(2):
        assert client.post(PAGES["en"], posted).headers["Location"] == THANKS["en"]
    make.mix_in(form)
    assert client.post(PAGES["en"], posted).headers["Location"] == THANKS["en"]
    make.mix_in(form)
    assert form.responses.count() == 1


def test_a_second_form_that_is_open_in_the_browser_stays_open():
    first, second = make.full_form(), make.full_form()
    client = opened(first)
    page = hidden(client.get(PAGES["en"])) | ANSWER
    _invitation, token = make.invitation(second)
    client.get(f"{PAGES['en']}{token}/")
    other = hidden(client.get(PAGES["en"])) | ANSWER
    kept = Session.objects.values().get()
    assert client.post(PAGES["en"], page).headers["Location"] == THANKS["en"]
    assert Session.objects.values().get() == kept  # it does not say when the answers came
    assert client.post(PAGES["en"], page).headers["Location"] == THANKS["en"]
    assert client.post(PAGES["en"], other).headers["Location"] == THANKS["en"]


def test_of_two_open_tabs_the_second_is_told_so():
    form = make.full_form()
    _invitation, token = make.invitation(form)
    tabs = Client(), Client()
    pages = []
    for tab in tabs:
        tab.get(f"/en/feedback/{token}/")
        pages.append(hidden(tab.get(PAGES["en"])) | ANSWER)
    assert tabs[0].post(PAGES["en"], pages[0]).headers["Location"] == THANKS["en"]
    late = tabs[1].post(PAGES["en"], pages[1])
    assert late.status_code == 410
    assert "These answers have already been sent" in late.content.decode()
    make.mix_in(form)
    assert form.responses.count() == 1


@pytest.mark.parametrize(
    ("language", "unknown", "used", "closed"),
    [
        (
            "en",
            "This link does not open a form",
            "These answers have already been sent",
            "This form is closed",
        ),
        (
            "cy",
            "Nid yw’r ddolen hon yn agor ffurflen",
            "Mae’r atebion hyn eisoes wedi’u hanfon",
            "Mae’r ffurflen hon ar gau",
        ),
    ],
)
def test_a_link_that_opens_nothing_says_why(language, unknown, used, closed):
    form = make.full_form()
    invitation, token = make.invitation(form)
    other_form = make.full_form(status="closed")
    _other, closed_token = make.invitation(other_form)
    make.submit(form, invitation=invitation)
    for given, status, words in (
        ("not-a-token", 404, unknown),
        (token, 410, used),
        (closed_token, 410, closed),
    ):
        page = Client().get(f"{PAGES[language]}{given}/")
        assert page.status_code == status
        assert f'<h1 class="govuk-heading-xl">{words}</h1>' in page.content.decode()
    assert Client().get(PAGES[language]).status_code == 404


def test_the_post_needs_its_security_token():
    client = Client(enforce_csrf_checks=True)
    _invitation, token = make.invitation(make.full_form())
    client.get(f"/en/feedback/{token}/")
    page = client.get(PAGES["en"])
    assert client.post(PAGES["en"], hidden(page)).status_code == 403
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()).group(1)
    sent = client.post(PAGES["en"], hidden(page) | ANSWER | {"csrfmiddlewaretoken": csrf})
    assert sent.headers["Location"] == THANKS["en"]


@pytest.mark.parametrize(
    "bad",
    [
        {"submission_id": "x"},
        {"no-say:before": "9"},
        {"again": "perhaps"},
        {"why": ["motivation", "nothing"]},
        {"comments": "x" * 2001},
    ],
)
def test_tampered_answers_are_refused(bad):
    form = make.full_form()
    client = opened(form)
    assert send(client, **bad).status_code == 422
    assert not Intake.objects.exists()


def test_a_capture_takes_markers_from_anyone_in_the_room():
    form = make.capture(code="risk")
    client = Client()
    page = client.get("/cy/casglu/risk/")
    content = page.content.decode()
    assert "Fframwaith 1 – Sefyllfa 1" in content
    assert 'value="50"' not in content
    posted = hidden(page) | {
        "reporting@f1-s1": "0",
        "reporting@f2-s1": "100",
        "reporting@f1-s2-na": "on",
        "consent_open": "on",
    }
    assert client.post("/cy/casglu/risk/", posted).headers["Location"] == THANKS["cy"]
    make.mix_in(form)
    response = form.responses.get()
    assert (response.language, response.source, response.consent_open) == ("cy", "live", True)
    assert response.participant_key
    rows = response.answers.exclude(status="skipped").order_by("condition__slug")
    assert list(rows.values_list("condition__slug", "status", "value_int")) == [
        ("f1-s1", "answered", 0),
        ("f1-s2", "not_applicable", None),
        ("f2-s1", "answered", 100),
    ]


@pytest.mark.parametrize(
    "value", ["101", "-1", "5.5", "x", "²", "1" * 5000, "0000" + "1" * 5000, "00101"]
)
def test_a_marker_off_the_scale_is_refused(value):
    make.capture(code="risk")
    client = Client()
    posted = hidden(client.get("/en/capture/risk/")) | {"reporting@f1-s1": value}
    page = client.post("/en/capture/risk/", posted)
    assert page.status_code == 422
    assert "Your marker must be a whole number from 0 to 100." in page.content.decode()
    assert not Intake.objects.exists()


def test_a_marker_and_not_applicable_exclude_each_other():
    make.capture(code="risk")
    client = Client()
    answers = {"reporting@f1-s1": "0", "reporting@f1-s1-na": "on"}
    page = client.post("/en/capture/risk/", hidden(client.get("/en/capture/risk/")) | answers)
    assert page.status_code == 422
    assert "Give a number or tick “Not applicable”, not both." in page.content.decode()


@pytest.mark.parametrize(("status", "expected"), [("draft", 404), ("closed", 410)])
def test_a_capture_that_is_not_open_says_so(status, expected):
    make.capture(code="risk", status=status)
    assert Client().get("/en/capture/risk/").status_code == expected
    assert Client().get("/en/capture/unknown/").status_code == 404
