"""Staff keep forms in the admin; what has been answered stays what it was."""

import pytest

from events.evaluation import services as evaluation
from events.evaluation.models import TallyVersion
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from tests.factories import administrator, event
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/feedback/feedbackform/"


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


def formset(name, rows):
    data = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": len([row for row in rows if row.get("id")]),
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for index, row in enumerate(rows):
        data |= {f"{name}-{index}-{field}": value for field, value in row.items()}
        data[f"{name}-{index}-ORDER"] = index + 1
    return data


def posted(form, **changes):
    """What the edit page sends when nothing is changed but ``changes``."""
    data = {
        "title_en": form.title_en,
        "title_cy": form.title_cy,
        "code": form.code,
        "event": form.event_id,
        "status": form.status,
        "delivery": form.delivery,
        "screen": form.screen,
        "anonymous": "on",
    }
    questions, options = [], {}
    for index, question in enumerate(form.questions.all()):
        names = ("slug", "kind", "text_en", "text_cy", "design", "desired_direction")
        questions.append({"id": question.pk} | {name: getattr(question, name) for name in names})
        rows = [
            {"id": o.pk, "slug": o.slug, "label_en": o.label_en, "label_cy": o.label_cy}
            for o in question.options.all()
        ]
        options |= formset(f"questions-{index}-options", rows)
    return data | formset("questions", questions) | options | formset("conditions", []) | changes


def test_a_form_is_made_with_its_questions_and_options(admin):
    data = posted(FeedbackForm(code="new", title_en="New", title_cy="Newydd", event=event()))
    row = {
        "slug": "again",
        "kind": "choice",
        "text_en": "Again?",
        "text_cy": "Eto?",
        "design": "post_only",
        "desired_direction": 1,
    }
    option = {"slug": "yes", "label_en": "Yes", "label_cy": "Ie", "counts_in_base": "on"}
    data |= formset("questions", [row]) | formset("questions-0-options", [option])
    assert admin.post(f"{LIST}add/", data).status_code == 302
    made = FeedbackForm.objects.get(code="new")
    assert made.questions.get().options.get().label_cy == "Ie"


def test_a_question_without_answers_may_go(admin):
    form = make.full_form()
    changed = posted(form, **{"questions-0-DELETE": "on"})
    assert admin.post(f"{LIST}edit/{form.pk}/", changed).status_code == 302
    assert form.questions.count() == 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"questions-0-DELETE": "on"}, "“English no-say” has been answered, so it cannot"),
        ({"questions-2-options-0-DELETE": "on"}, "“Yes” has been answered, so it cannot"),
        ({"questions-4-kind": "slider"}, "“English recommend” has been answered, so its code"),
        ({"questions-2-options-0-slug": "no-way"}, "“Yes” has been answered, so its code"),
    ],
)
@pytest.mark.parametrize("answered", [make.send, make.submit])
def test_what_was_answered_stays(admin, answered, change, message):
    form = make.full_form()
    answered(form, [Given(question="again", options=("yes",))])
    page = admin.post(f"{LIST}edit/{form.pk}/", posted(form, **change))
    assert page.status_code == 200
    assert message in page.content.decode()
    assert form.questions.count() == 6
    assert form.questions.get(slug="again").options.filter(slug="yes").exists()


def test_wording_may_be_mended_after_answers(admin):
    form = make.full_form()
    make.submit(form)
    changed = posted(form, **{"questions-0-text_cy": "Geiriad gwell"})
    assert admin.post(f"{LIST}edit/{form.pk}/", changed).status_code == 302
    assert form.questions.get(slug="no-say").text_cy == "Geiriad gwell"


def test_closing_a_form_stores_the_answers_that_wait(admin):
    form = make.full_form()
    make.send(form)
    evaluation.sweep_tallies()
    assert form.responses.count() == 0
    admin.post(f"{LIST}edit/{form.pk}/", posted(form, status="closed"))
    evaluation.sweep_tallies()
    assert form.responses.count() == 1
    assert TallyVersion.objects.get().responses == 1


def test_an_open_form_that_is_sent_needs_an_event(admin):
    form = make.full_form()
    page = admin.post(f"{LIST}edit/{form.pk}/", posted(form, event=""))
    assert "Choose the event whose attendees are to be invited." in page.content.decode()


def test_a_form_for_which_answers_wait_is_not_deleted(admin):
    form = make.capture()
    make.send(form, source="live")
    assert admin.get(f"{LIST}delete/{form.pk}/").status_code == 302
    page = admin.post(f"{LIST}delete/{form.pk}/", follow=True)
    assert "Nothing was deleted" in page.content.decode()
    assert FeedbackForm.objects.filter(pk=form.pk).exists()
