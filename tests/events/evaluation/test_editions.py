"""Publishing is a person's act, what it prints never changes, and it can be taken back."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.evaluation import editions, services
from events.evaluation.models import PublishedEdition
from events.feedback.models import FeedbackForm, Option, Question
from events.feedback.services import Given
from events.models import EventSession
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories import feedback as make
from tests.factories.blocks import answered_capture, answered_form, mark

pytestmark = pytest.mark.django_db
PAGE = "/admin/evaluation/survey/publish/"


@pytest.fixture
def form():
    """Twelve people answered two questions; nothing is published."""
    made = make.full_form(code="survey")
    for number in range(12):
        again = Given(question="again", options=("yes" if number % 3 else "no",))
        make.submit(made, [*make.both("confidence", 2, 4), again])
    return made


@pytest.fixture
def publisher():
    return factories.administrator()


def published(client, form, language="en"):
    return client.get(f"/api/events/{form.event.slug}/evaluation/", {"lang": language}).content


def publish(form, by, *questions, note="Read through."):
    return editions.publish_edition(form=form, questions=questions, note=note, by=by)


# The act


def test_only_the_chosen_questions_go_out(client, form, publisher):
    edition = publish(form, publisher, "again", "recommend")
    assert (edition.number, edition.responses, edition.published_by) == (1, 12, publisher)
    (shown,) = json.loads(published(client, form))["forms"]
    assert [each["slug"] for each in shown["questions"]] == ["again"]


def test_publishing_and_withdrawing_are_in_the_audit_log(form, publisher):
    publish(form, publisher, "again")
    editions.withdraw_edition(form=form, number=1, by=publisher, reason="Counted twice.")
    subject = AuditEntry.subject_of(form)
    rows = AuditEntry.objects.filter(subject=subject).order_by("id")
    assert list(rows.values_list("action", "actor", "detail")) == [
        ("evaluation.published", publisher.pk, {"edition": 1, "questions": ["again"]}),
        ("evaluation.withdrawn", publisher.pk, {"edition": 1}),
    ]


@pytest.mark.parametrize(
    ("questions", "note", "error"),
    [
        (["again"], " ", editions.NoteMissing),
        (["recommend", "comments", "unknown"], "Read.", editions.NothingToPublish),
        ([], "Read.", editions.NothingToPublish),
    ],
)
def test_what_cannot_be_published_leaves_nothing(form, publisher, questions, note, error):
    with pytest.raises(error):
        publish(form, publisher, *questions, note=note)
    assert not PublishedEdition.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_edition_for_everybody_has_a_person_and_a_note(form, publisher):
    edition = publish(form, publisher, "again")
    for change in ({"published_by": None}, {"note": ""}, {"withdrawn_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishedEdition.objects.filter(pk=edition.pk).update(**change)


# Frozen


def test_what_was_published_stays_byte_for_byte_whatever_is_edited(client, form, publisher):
    publish(form, publisher, "again", "confidence")
    before = {language: published(client, form, language) for language in ("en", "cy")}
    codebook = PublishedEdition.objects.get().codebook
    FeedbackForm.objects.update(title_en="Other", title_cy="Arall")
    Question.objects.update(text_en="Reworded", text_cy="Newydd", desired_direction=-1)
    Option.objects.update(label_en="Otherwise", label_cy="Fel arall", counts_in_base=False)
    for _ in range(10):
        make.submit(form, make.both("confidence", 5, 1))
    FeedbackForm.objects.update(status="closed")
    services.rebuild_tally(form_id=form.pk)
    changed = json.loads(published(client, form))
    assert changed["forms"] == json.loads(before["en"])["forms"]
    assert published(client, form) == before["en"]
    assert published(client, form, "cy") == before["cy"]
    assert PublishedEdition.objects.get().codebook == codebook
    again = next(each for each in codebook["questions"] if each["slug"] == "again")
    assert (again["text_en"], again["text_cy"]) == ("English again", "Cymraeg again")
    assert [each["counts_in_base"] for each in again["options"]] == [True, True, False]


# Taking it back


def test_a_withdrawn_edition_leaves_a_tombstone(client, form, publisher):
    publish(form, publisher, "again")
    editions.withdraw_edition(form=form, number=1, by=publisher, reason="Counted twice.")
    body = json.loads(published(client, form))
    assert body["forms"] == []
    (tombstone,) = body["withdrawn"]
    assert tombstone.pop("withdrawn_at")
    assert tombstone == {
        "form": "survey",
        "title": form.title_en,
        "edition": 1,
        "reason": "Counted twice.",
    }
    for number in (1, 2):
        with pytest.raises(editions.NotPublished):
            editions.withdraw_edition(form=form, number=number, by=publisher, reason="Again.")
    with pytest.raises(editions.NoteMissing):
        editions.withdraw_edition(form=form, number=1, by=publisher, reason="")
    assert publish(form, publisher, "again").number == 2
    assert [each["edition"] for each in json.loads(published(client, form))["forms"]] == [2]


def test_what_was_withdrawn_still_counts_as_printed(form, publisher):
    publish(form, publisher, "again")
    editions.withdraw_edition(form=form, number=1, by=publisher, reason="Counted twice.")
    make.submit(form, [Given(question="again", options=("no",))])
    (again,) = [
        each for each in editions.preview(form=form).publishable if each.question.slug == "again"
    ]
    assert again.kept_from == 1


# The room


def screen(client):
    return client.get("/api/captures/risk/results/").json()


def test_those_who_refuse_change_nothing_outside_the_report(client, publisher):
    form = answered_capture(code="risk", event=factories.event())
    before = [screen(client), published(client, form), published(client, form, "cy")]
    for value in (0, 100, 100, 100, 100, 3):
        mark(form, low=value, high=value, consent_open=False)
        services.rebuild_tally(form_id=form.pk)
    assert [screen(client), published(client, form), published(client, form, "cy")] == before
    assert editions.preview(form=form).responses == 12
    assert services.evaluate(form=form, language="en")["responses"] == 18


def test_the_screen_ends_with_the_event(client):
    form = answered_capture(code="risk", event=factories.event())
    held = factories.session(event=form.event, starts_at=timezone.now() - timedelta(minutes=30))
    assert (screen(client)["state"], screen(client)["responses"]) == ("live", 12)
    EventSession.objects.filter(pk=held.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    body = screen(client)
    assert (body["state"], body["responses"]) == ("over", None)
    assert all(each["withheld"] for each in body["questions"])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/capture/risk/screen/", "This session has ended."),
        ("/cy/casglu/risk/sgrin/", "Mae’r sesiwn hon wedi dod i ben."),
    ],
)
@pytest.mark.usefixtures("site_tree")
def test_a_closed_capture_without_an_event_is_over(client, path, words):
    answered_capture(code="risk")
    FeedbackForm.objects.update(status="closed")
    content = client.get(path).content.decode()
    assert words in content
    assert "gpx-plot" not in content


# The staff page


def test_the_preview_is_what_goes_out(client, form, publisher):
    client.force_login(publisher)
    content = client.get(PAGE).content.decode()
    assert "12 responses are counted." in content
    assert content.count("<figure") == 2
    assert content.count("Too few people have answered it.") == 3
    assert "What people wrote in their own words is not published." in content
    assert "The form is still open." in content
    seen = re.search(r'name="previewed" value="(\w+)"', content).group(1)
    given = {"questions": ["again"], "note": "Read through.", "previewed": seen}
    answered = client.post(PAGE, given, follow=True).content.decode()
    assert "Edition 1 is published." in answered
    assert PublishedEdition.objects.get().figures_in("en")["questions"][0]["slug"] == "again"
    assert "Withdraw edition 1" in answered


def test_figures_that_changed_since_the_preview_are_not_published(client, form, publisher):
    client.force_login(publisher)
    seen = editions.preview(form=form).fingerprint
    for _ in range(5):
        make.submit(form, [Given(question="again", options=("yes",))])
    given = {"questions": ["again"], "note": "Read through.", "previewed": seen}
    answered = client.post(PAGE, given, follow=True).content.decode()
    assert "the figures have changed since you looked" in answered
    assert not PublishedEdition.objects.exists()


def test_the_page_names_what_is_missing(client, form, publisher):
    client.force_login(publisher)
    answered = client.post(PAGE, {"previewed": "x"})
    content = answered.content.decode()
    assert answered.status_code == 422
    assert "Choose at least one question." in content
    assert "Write a note." in content
    assert not PublishedEdition.objects.exists()


def test_an_edition_is_withdrawn_on_its_page(client, form, publisher):
    client.force_login(publisher)
    publish(form, publisher, "again")
    path = "/admin/evaluation/survey/editions/1/withdraw/"
    assert f"{form.title_en}, edition 1" in client.get(path).content.decode()
    assert "Write a reason." in client.post(path, {}).content.decode()
    client.post(path, {"reason": "Counted twice."})
    assert PublishedEdition.objects.get().withdrawal_reason == "Counted twice."
    assert "Counted twice." in client.get(PAGE).content.decode()
    assert client.get("/admin/evaluation/survey/editions/2/withdraw/").status_code == 404


@pytest.mark.parametrize("path", [PAGE, "/admin/evaluation/survey/editions/1/withdraw/"])
def test_who_may_see_reports_may_not_publish(client, form, publisher, path):
    publish(form, publisher, "again")
    staff = User.objects.create_user("staff", "staff@example.org", "staff")
    codes = ["access_admin", "view_report"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(staff)
    assert client.get(path).status_code == client.post(path, {"reason": "x"}).status_code == 403
    assert "Publish results" not in client.get("/admin/evaluation/survey/").content.decode()
    assert PublishedEdition.objects.filter(withdrawn_at=None).count() == 1


# The commands


def test_the_commands_do_the_same(client, form, publisher, capsys):
    name = publisher.get_username()
    call_command("publish_edition", "survey", "--by", name, "--note", "Read through.")
    said = capsys.readouterr().out
    assert "confidence: published" in said
    assert "recommend: withheld: Too few people have answered it." in said
    assert "Edition 1 of survey is published." in said
    (shown,) = json.loads(published(client, form))["forms"]
    assert [each["slug"] for each in shown["questions"]] == ["confidence", "again"]
    call_command("withdraw_edition", "survey", "1", "--by", name, "--reason", "Counted twice.")
    assert "Edition 1 of survey is withdrawn." in capsys.readouterr().out
    assert json.loads(published(client, form))["forms"] == []


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("publish_edition", "none", "--by", "publisher", "--note", "x"), "no feedback form"),
        (("publish_edition", "survey", "--by", "nobody", "--note", "x"), "no user called"),
        (("publish_edition", "survey", "--by", "clerk", "--note", "x"), "may not publish"),
        (("publish_edition", "survey", "--by", "chief", "--note", " "), "Write a note"),
        (
            ("publish_edition", "survey", "--by", "chief", "--note", "x", "--question", "gone"),
            "no question called gone",
        ),
        (
            ("publish_edition", "survey", "--by", "chief", "--note", "x", "--question", "why"),
            "Nothing was published",
        ),
        (("withdraw_edition", "survey", "1", "--by", "chief", "--reason", "x"), "no edition 1"),
        (("withdraw_edition", "survey", "1", "--by", "chief", "--reason", ""), "Write a reason"),
    ],
)
def test_the_commands_say_what_is_wrong(form, command, message):
    User.objects.create_user("clerk", "clerk@example.org", "clerk")
    User.objects.create_superuser("chief", "chief@example.org", "chief")
    User.objects.get_or_create(username="publisher")
    with pytest.raises(CommandError, match=message):
        call_command(*command)
    assert not PublishedEdition.objects.exists()


def test_charts_show_the_edition_not_the_form(client):
    form = answered_form(code="involvement")
    Question.objects.update(text_en="Reworded")
    assert "English confidence" in published(client, form).decode()
