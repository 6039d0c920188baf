"""What the public may read, and what the room may see."""

import pytest

from events.evaluation import editions, services
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from tests.factories import event_index, event_pages
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return make.full_form(code="public")


def answer(form, count, *more):
    for _ in range(count):
        make.submit(form, [*make.both("confidence", 2, 4), *more])
        services.bring_up_to_date(form_id=form.pk)


def read(client, form, **query):
    return client.get(f"/api/events/{form.event.slug}/evaluation/", query)


def test_a_hundred_answers_and_no_act_publish_nothing(client, form):
    answer(form, 100)
    body = read(client, form).json()
    assert (body["forms"], body["withdrawn"]) == ([], [])


def test_under_ten_nothing_can_be_published(client, form):
    answer(form, 9)
    with pytest.raises(editions.NothingToPublish):
        make.published(form)
    assert read(client, form).json()["forms"] == []


def test_from_ten_on_every_figure_has_its_base(client, form):
    answer(form, 10, Given(question="comments", text="Cyfrinach"))
    make.published(form)
    answered = read(client, form, lang="cy")
    body = answered.json()
    assert (body["event"], body["language"]) == (form.event.slug, "cy")
    (published,) = body["forms"]
    assert (published["edition"], published["responses"]) == (1, 10)
    found = {each["slug"]: each for each in published["questions"]}
    confidence = found["confidence"]
    assert confidence["text"] == "Cymraeg confidence"
    assert confidence["n"] == confidence["before"]["n"] == confidence["n_pairs"] == 10
    assert confidence["after"]["agree"]["base"] == 10
    assert {"again", "comments"}.isdisjoint(found)
    assert "Cyfrinach" not in answered.content.decode()
    assert "languages" not in published
    assert "statuses" not in confidence


def test_a_question_that_few_answered_is_withheld(client, form):
    answer(form, 9)
    answer(form, 3, Given(question="again", options=("no",)))
    make.published(form)
    found = read(client, form).json()["forms"][0]["questions"]
    assert [each["slug"] for each in found] == ["confidence"]


def test_pairs_are_withheld_where_they_would_tell_one_person_apart(client, form):
    answer(form, 14)
    make.submit(form, [Given(question="confidence", moment="before", value=5)])
    make.published(form)
    found = read(client, form).json()["forms"][0]
    confidence = next(each for each in found["questions"] if each["slug"] == "confidence")
    assert found["responses"] == 15
    assert (confidence["before"]["n"], confidence["after"]["n"]) == (15, 14)
    assert confidence["paired"] is confidence["n_pairs"] is confidence["n_before_only"] is None


def test_more_answers_change_nothing_that_is_published(client, form):
    answer(form, 10)
    make.published(form)
    before = read(client, form).content
    answer(form, 20, Given(question="again", options=("no",)))
    assert read(client, form).content == before


def test_a_draft_is_not_published(client, form):
    answer(form, 10)
    make.published(form)
    FeedbackForm.objects.update(status="draft")
    assert read(client, form).json()["forms"] == []


def test_the_event_is_found_by_the_slug_of_either_page(client, form, site_tree):
    for page in event_pages(event_index(site_tree), form.event):
        answered = client.get(f"/api/events/{page.slug}/evaluation/")
        assert answered.json()["event"] == form.event.slug


@pytest.mark.parametrize("path", ["/api/events/{}/evaluation/", "/api/captures/risk/results/"])
def test_an_unknown_language_is_a_bad_request(client, form, path):
    make.capture(code="risk")
    answered = client.get(path.format(form.event.slug), {"lang": "fr"})
    assert answered.status_code == 400
    assert answered.json() == {"error": "Choose “en” or “cy”.", "field": "lang"}


def test_what_is_not_there_is_said_in_the_language_that_was_asked_for(client):
    answered = client.get("/api/events/nothing/evaluation/", {"lang": "cy"})
    assert answered.status_code == 404
    assert answered.json() == {"error": "Nid oes digwyddiad o’r fath.", "field": "slug"}
    answered = client.get("/api/captures/nothing/results/", {"lang": "cy"})
    assert answered.status_code == 404
    assert answered.json() == {"error": "Nid oes sesiwn gasglu barn o’r fath.", "field": "code"}


# The room


def mark(form, count, value=40):
    for _ in range(count):
        answers = [Given(question="reporting", condition=f"f{f}-s1", value=value) for f in (1, 2)]
        make.submit(form, answers, source="live", consent_open=True)
        services.bring_up_to_date(form_id=form.pk)


def results(client, **headers):
    return client.get("/api/captures/risk/results/", headers=headers)


def test_the_room_sees_nothing_under_five(client):
    form = make.capture(code="risk")
    mark(form, 4)
    body = results(client).json()
    assert (body["state"], body["responses"]) == ("waiting", None)
    assert all(question["withheld"] for question in body["questions"])
    mark(form, 1)
    body = results(client).json()
    assert (body["state"], body["responses"]) == ("live", 5)
    first, second = body["questions"][0]["groups"]
    assert (first["n"], first["mean"], second["n"]) == (5, 40, 5)


def test_the_room_moves_in_steps_of_three(client):
    form = make.capture(code="risk")
    mark(form, 5)
    tag = results(client).headers["ETag"]
    mark(form, 2)
    assert results(client, **{"If-None-Match": tag}).status_code == 304
    assert results(client, **{"If-None-Match": f"W/{tag}"}).status_code == 304
    mark(form, 1)
    later = results(client, **{"If-None-Match": tag})
    assert (later.status_code, later.json()["responses"]) == (200, 8)


def test_the_presenter_hides_and_freezes(client):
    form = make.capture(code="risk")
    mark(form, 5)
    FeedbackForm.objects.update(screen="hidden")
    assert (results(client).json()["state"], results(client).json()["responses"]) == (
        "hidden",
        None,
    )
    FeedbackForm.objects.update(screen="frozen")
    form.refresh_from_db()
    mark(form, 5)
    body = results(client).json()
    assert (body["state"], body["responses"]) == ("frozen", 5)
    FeedbackForm.objects.update(screen="live")
    services.bring_up_to_date(form_id=form.pk)
    assert results(client).json()["responses"] == 10


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/en/capture/risk/screen/",
            ("Framework 1", "The answers of 5 people who agree to that are shown."),
        ),
        (
            "/cy/casglu/risk/sgrin/",
            ("Fframwaith 1", "Dangosir atebion 5 o bobl sy’n cytuno i hynny."),
        ),
    ],
)
@pytest.mark.usefixtures("site_tree")
def test_the_screen_shows_the_chart_in_its_language(client, path, words):
    form = make.capture(code="risk")
    page = client.get(path)
    assert "gpx-plot" not in page.content.decode()
    mark(form, 5)
    content = client.get(path).content.decode()
    assert "gpx-plot" in content
    for each in words:
        assert each in content
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
