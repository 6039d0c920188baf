"""What was answered is locked: mistakes are corrected, a new meaning is a new question."""

import pytest
from django.contrib.auth import get_user
from django.utils import timezone
from wagtail.users.models import UserProfile

from events.feedback import importing, services
from events.feedback.forms import AnswerForm
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from gpx_site.core.templatetags.gpx_dates import gpx_date
from gpx_site.privacy.models import AuditEntry
from tests.events.feedback.edit_page import LIST, OPTION, formset, posted, row
from tests.factories import event
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
ASKED = "Does this change the meaning?"


def in_welsh(client):
    """Let the administrator read Welsh."""
    profile = UserProfile.get_for_user(get_user(client))
    profile.preferred_language = "cy"
    profile.save()
    return client


def edit(client, form, **changes):
    return client.post(f"{LIST}edit/{form.pk}/", posted(form, **changes))


def state(form):
    """Everything that the form asks."""
    form = FeedbackForm.objects.get(pk=form.pk)
    return [
        *form.questions.order_by("pk").values(),
        *form.conditions.order_by("pk").values(),
        *(option for each in form.questions.all() for option in each.options.values()),
    ]


@pytest.fixture(params=[make.send, make.submit], ids=["held", "stored"])
def form(request):
    """A form of which an answer is held or stored."""
    made = make.full_form(code="locked")
    request.param(made, [Given(question="again", options=("yes",))])
    return made


@pytest.mark.parametrize(
    ("change", "what", "field"),
    [
        ({"questions-0-desired_direction": 1}, "English no-say", "Desired direction"),
        ({"questions-2-options-2-counts_in_base": "on"}, "Dont-Know", "Counts in the base"),
        ({"questions-2-options-1-slug": "nay"}, "No", "Code"),
    ],
)
def test_what_figures_rest_on_stays(admin, form, change, what, field):
    before = state(form)
    page = edit(admin, form, **change, **{"questions-5-required": "on"})
    wanted = f"“{what}” has been answered, so this must stay: {field}."
    assert wanted in page.content.decode()
    assert state(form) == before


def test_options_of_an_answered_question_stay(admin, form):
    before = state(form)
    rows = [row(option, *OPTION) for option in form.questions.get(slug="again").options.all()]
    rows.append({"slug": "maybe", "label_en": "Maybe", "label_cy": "Efallai"})
    page = edit(admin, form, **formset("questions-2-options", rows))
    wanted = "“English again” has been answered, so its options must stay."
    assert wanted in page.content.decode()
    page = edit(admin, form, **{"questions-2-options-1-DELETE": "on"})
    assert "“No” has been answered, so it cannot be removed." in page.content.decode()
    assert state(form) == before


def test_whether_it_must_be_answered_may_change(admin, form):
    assert edit(admin, form, **{"questions-0-required": "on"}).status_code == 302
    assert form.questions.get(slug="no-say").required


NEW = {
    "questions-2-text_en": "Come again?",
    "questions-2-text_cy": "Dod eto?",
    "questions-2-options-0-label_en": "Yes!",
}


def test_a_new_wording_asks_what_it_means_and_changes_nothing_yet(admin, form):
    assert ASKED not in admin.get(f"{LIST}edit/{form.pk}/").content.decode()
    before = state(form)
    page = edit(admin, form, **NEW).content.decode()
    assert ASKED in page
    assert "Say whether the new wording changes the meaning." in page
    for change in ("“English again” → “Come again?”", "“Cymraeg again” → “Dod eto?”"):
        assert change in page
    assert "“Yes” → “Yes!”" in page
    assert (state(form), AuditEntry.objects.count()) == (before, 0)


def test_a_mistake_is_corrected_logged_and_shown_in_the_report(admin, form):
    assert edit(admin, form, changes_meaning="no", **NEW).status_code == 302
    question = form.questions.get(slug="again")
    assert (question.text_en, question.text_cy) == ("Come again?", "Dod eto?")
    assert question.options.get(slug="yes").label_en == "Yes!"
    (entry,) = AuditEntry.objects.all()
    assert (entry.action, entry.subject) == ("feedback.reworded", AuditEntry.subject_of(question))
    assert entry.actor.is_superuser
    changes = entry.detail["changes"]
    texts = [
        {"field": "text_en", "old": "English again", "new": "Come again?", "option": ""},
        {"field": "text_cy", "old": "Cymraeg again", "new": "Dod eto?", "option": ""},
        {"field": "label_en", "old": "Yes", "new": "Yes!", "option": "yes"},
    ]
    assert changes == texts
    report = admin.get("/admin/evaluation/locked/").content.decode()
    today = gpx_date(timezone.localdate())
    assert f"corrected on {today}: “English again” became “Come again?”." in report
    assert f"corrected on {today}: “Yes” became “Yes!”." in report
    assert "Cymraeg again" not in report


def test_a_new_meaning_makes_another_question_which_alone_is_asked(admin, form):
    before = form.questions.get(slug="again")
    changes = {**NEW, "questions-2-required": "on"}
    assert edit(admin, form, changes_meaning="yes", **changes).status_code == 302
    old = form.questions.get(slug="again")
    new = form.questions.get(slug="again-2")
    assert (old.text_en, old.options.get(slug="yes").label_en) == (before.text_en, "Yes")
    assert (old.superseded_by, new.superseded_by) == (new, None)
    assert (new.text_en, new.text_cy, new.kind, new.required) == (
        *("Come again?", "Dod eto?", "choice", True),
    )
    options = new.options.values_list("slug", "label_en", "counts_in_base")
    assert [*options] == [
        ("yes", "Yes!", True),
        ("no", "No", True),
        ("dont-know", "Dont-Know", False),
    ]
    slugs = ["no-say", "confidence", "again", "again-2", "why", "recommend", "comments"]
    assert [*form.questions.values_list("slug", flat=True)] == slugs
    asked = FeedbackForm.objects.get(pk=form.pk)
    assert "again" not in AnswerForm(feedback_form=asked).fields
    make.mix_in(form)
    assert old.answers.count() == 1
    response = make.submit(asked, [Given(question="again-2", options=("no",))])
    assert not response.answers.filter(question=old).exists()
    with pytest.raises(importing.ImportRefused):
        importing.import_file(form=asked, content=b"response,language,again\n1,en,yes\n")
    page = admin.get(f"{LIST}edit/{form.pk}/").content.decode()
    assert page.count("A question that was replaced keeps its answers") == 1
    report = admin.get("/admin/evaluation/locked/").content.decode()
    assert "Asked until it was replaced by “Come again?”." in report


def test_a_successor_has_successors_and_what_was_replaced_has_no_second(admin, form):
    edit(admin, form, changes_meaning="yes", **NEW)
    asked = FeedbackForm.objects.get(pk=form.pk)
    make.submit(asked)
    edit(admin, asked, changes_meaning="yes", **{"questions-3-text_en": "And again?"})
    assert asked.questions.get(slug="again-2").superseded_by.slug == "again-3"
    page = edit(admin, asked, changes_meaning="yes", **{"questions-2-text_en": "Third?"})
    wanted = "“Third?” has been replaced, so only mistakes in it can be corrected."
    assert wanted in page.content.decode()
    assert asked.questions.count() == 8


def test_conditions_are_locked_and_corrected_as_well(admin):
    form = make.capture(code="capture", event=event())
    make.submit(form, source="live")
    page = edit(admin, form, **{"conditions-0-framing": "other"}).content.decode()
    assert "has been answered, so this must stay: Code of the framing." in page
    change = {"conditions-0-framing_name_en": "Frame 1"}
    page = edit(admin, form, changes_meaning="yes", **change).content.decode()
    assert "has been answered, so its meaning must stay." in page
    assert edit(admin, form, changes_meaning="no", **change).status_code == 302
    report = admin.get("/admin/evaluation/capture/").content.decode()
    assert "“Framework 1” became “Frame 1”." in report


def test_what_nobody_answered_is_free(admin):
    form = make.full_form()
    changes = {**NEW, "questions-4-kind": "statement", "questions-2-options-1-DELETE": "on"}
    assert edit(admin, form, **changes).status_code == 302
    assert form.questions.get(slug="again").text_en == "Come again?"
    assert AuditEntry.objects.count() == 0


def test_all_of_it_in_welsh(admin, form):
    in_welsh(admin)
    page = edit(admin, form, **{"questions-4-kind": "slider"}).content.decode()
    assert "Mae “Cymraeg recommend” wedi’i ateb, felly rhaid cadw hyn: Math." in page
    page = edit(admin, form, **NEW).content.decode()
    assert "A yw hyn yn newid yr ystyr?" in page
    assert "“English again” → “Come again?”" in page
    edit(admin, form, changes_meaning="no", **NEW)
    edit(admin, form, changes_meaning="no", **{"questions-1-text_en": "Only English"})
    edit(admin, form, changes_meaning="yes", **{"questions-3-text_cy": "Pam?"})
    report = admin.get("/admin/evaluation/locked/").content.decode()
    assert ": newidiwyd “Cymraeg again” yn “Dod eto?”." in report
    assert "English again" not in report
    # Where only the other language was corrected, that is shown.
    assert ": newidiwyd “English confidence” yn “Only English”." in report
    assert "Gofynnwyd y cwestiwn hwn nes i “Pam?” ei ddisodli." in report


def test_the_code_of_a_successor_is_the_next_free_one(form):
    question = form.questions.get(slug="again")
    make.question(form, "again-2", "text")
    changes = [services.Rewording(field="text_en", old=question.text_en, new="New?")]
    made = services.replace_question(question=question, changes=changes, by=None)
    assert (made.slug, made.text_en, made.text_cy) == ("again-3", "New?", "Cymraeg again")
