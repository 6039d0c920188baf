"""Staff keep forms in the admin; what has been answered stays what it was."""

import pytest

from events.evaluation import services as evaluation
from events.evaluation.models import TallyVersion
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from tests.events.feedback.edit_page import LIST, formset, posted
from tests.factories import event
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


def test_a_form_is_made_with_its_questions_and_options(admin):
    data = posted(FeedbackForm(code="new", title_en="New", title_cy="Newydd", event=event()))
    row = {
        "slug": "again",
        "kind": "choice",
        "text_en": "Again?",
        "text_cy": "Eto?",
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
        (
            {"questions-4-kind": "slider"},
            "“English recommend” has been answered, so this must stay: Kind.",
        ),
        (
            {"questions-2-options-0-slug": "no-way"},
            "“Yes” has been answered, so this must stay: Code.",
        ),
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
