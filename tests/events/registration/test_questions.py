"""What an event asks of those who register for it, from the form to the export."""

from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from events.models import Event
from events.registration import services
from events.registration.models import (
    Registration,
    RegistrationAnswer,
    RegistrationOption,
    RegistrationQuestion,
)
from tests import factories
from tests.events.registration.visitor import ANSWERS, Visitor
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db
REPLIES = {
    "question-train": "yes",
    "question-topics": ["risk", "data"],
    "question-hope": "To meet others.",
    "question-trust": "4",
}


def ask(event: Event, slug: str, kind: str, *options: str, **fields) -> RegistrationQuestion:
    question = RegistrationQuestion.objects.create(
        event=event,
        slug=slug,
        kind=kind,
        text_en=f"English {slug}?",
        text_cy=f"Cymraeg {slug}?",
        sort_order=event.registration_questions.count(),
        **fields,
    )
    for place, option in enumerate(options):
        RegistrationOption.objects.create(
            question=question,
            slug=option,
            label_en=option.title(),
            label_cy=f"Cy {option}",
            sort_order=place,
        )
    return question


@pytest.fixture
def questions(session) -> dict[str, RegistrationQuestion]:
    asked = (
        ask(session.event, "train", "choice", "yes", "no", required=True),
        ask(session.event, "topics", "multi_choice", "risk", "data", "people"),
        ask(session.event, "hope", "text"),
        ask(session.event, "trust", "statement"),
    )
    return {question.slug: question for question in asked}


def page_of_questions(visitor: Visitor, language: str) -> str:
    return visitor.base + {"en": "questions/", "cy": "cwestiynau/"}[language]


def answered(row: Registration) -> list[tuple[str, str]]:
    return [(each.question.slug, each.value) for each in row.answers.all()]


ALL = [
    ("train", "yes"),
    ("topics", "risk"),
    ("topics", "data"),
    ("hope", "To meet others."),
    ("trust", "4"),
]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["English train?", "Yes", "Risk, Data", "To meet others.", "Agree"]),
        ("cy", ["Cymraeg train?", "Cy yes", "Cy risk, Cy data", "To meet others.", "Cytuno"]),
    ],
)
def test_from_the_form_to_the_row(pages, session, questions, language, words):
    visitor = Visitor(pages, session, language)
    on = visitor.fill_in()
    assert on.url == page_of_questions(visitor, language)
    form = unescape(visitor.get(on.url).content.decode())
    assert {"en": "page 4 of 4", "cy": "tudalen 4 o 4"}[language] in form
    on = visitor.post(on.url, REPLIES)
    assert on.url == visitor.urls["check"]
    shown = unescape(visitor.get("check").content.decode())
    assert all(word in shown for word in words)
    visitor.post("check")
    assert answered(Registration.objects.get()) == ALL


def test_an_event_that_asks_nothing_has_three_pages(pages, session):
    visitor = Visitor(pages, session)
    assert "page 1 of 3" in visitor.get("details").content.decode()
    assert visitor.get(page_of_questions(visitor, "en")).url == visitor.urls["details"]
    assert visitor.fill_in().url == visitor.urls["check"]


def test_what_must_be_answered_is_asked_for_and_nothing_is_lost(pages, session, questions):
    visitor = Visitor(pages, session, "cy")
    url = visitor.fill_in().url
    response = visitor.post(url, {**REPLIES, "question-train": "", "question-trust": "9"})
    text = unescape(response.content.decode())
    assert "<title>Gwall: " in text
    assert "Atebwch y cwestiwn hwn: “Cymraeg train?”" in text
    assert 'href="#id_question-train' in text
    assert "To meet others." in text
    assert visitor.get("check").url == url  # it cannot be left out


def test_a_question_that_is_new_since_is_asked_before_the_end(pages, session, questions):
    visitor = Visitor(pages, session)
    visitor.post(visitor.fill_in().url, REPLIES)
    assert visitor.get("check").status_code == 200
    ask(session.event, "lunch", "choice", "hot", "cold", required=True)
    assert visitor.get("check").url == page_of_questions(visitor, "en")


def test_answers_are_changed_by_the_link_of_the_email(pages, session, questions):
    visitor = Visitor(pages, session)
    visitor.post(visitor.fill_in(mail_locale="en").url, REPLIES)
    visitor.post("check")
    row = Registration.objects.get()
    visitor.get(f"/en/bookings/{services.link_token(row)}/")
    form = unescape(visitor.get("/en/bookings/details/").content.decode())
    assert "To meet others." in form
    assert form.count("checked") >= 6  # language, Welsh, translation, train, two topics, trust
    given = ANSWERS["details"] | ANSWERS["language"] | ANSWERS["needs"]
    changed = {"question-train": "no", "question-topics": ["people"]}
    assert visitor.post("/en/bookings/details/", given | changed).status_code == 302
    assert answered(row) == [("train", "no"), ("topics", "people")]


class TestService:
    def test_answers_are_all_kept_or_none(self, session, questions):
        for wrong in (
            services.AnswerInput(question="none", text="x"),
            services.AnswerInput(question="train", options=("perhaps",)),
        ):
            with pytest.raises(services.InvalidAnswer):
                services.book(session_id=session.pk, details=details(), answers=[wrong])
        assert not Registration.objects.exists()
        session.refresh_from_db()
        assert session.places_taken == 0

    def test_words_are_erased_with_the_person(self, session, questions):
        answers = [
            services.AnswerInput(question="hope", text="Unmistakable words"),
            services.AnswerInput(question="train", options=("yes",)),
        ]
        row = services.book(session_id=session.pk, details=details(), answers=answers).registration
        call_command("erase_person", row.email_key)
        assert answered(row) == [("train", "yes")]


class TestStaff:
    @pytest.fixture
    def staff(self, client):
        client.force_login(factories.administrator())
        return client

    @staticmethod
    def form_of(staff, event) -> tuple[str, dict[str, object]]:
        """The address of the event's form, and what a browser would send back unchanged."""
        url = reverse("wagtailsnippets_events_event:edit", args=[event.pk])
        form = staff.get(url).context["form"]
        sent: dict[str, object] = {}

        def collect(part) -> None:
            for field in part:
                value = field.value()
                if value is not None and value is not False:
                    sent[field.html_name] = value if isinstance(value, list) else str(value)
            for formset in getattr(part, "formsets", {}).values():
                collect(formset.management_form)
                for row in formset:
                    collect(row)

        collect(form)
        sent |= {"topics": [], "audience": []}
        return url, sent

    def test_an_answered_question_stays(self, staff, session, questions):
        answers = [services.AnswerInput(question="train", options=("yes",))]
        services.book(session_id=session.pk, details=details(), answers=answers)
        url, sent = self.form_of(staff, session.event)
        place = "registration_questions-0"
        for wrong in ({f"{place}-DELETE": "on"}, {f"{place}-kind": "text"}):
            response = staff.post(url, sent | wrong)
            assert response.status_code == 200
            assert "has been answered, so" in response.content.decode()
        assert staff.post(url, sent | {f"{place}-text_en": "By train?"}).status_code == 302
        questions["train"].refresh_from_db()
        assert (questions["train"].text_en, questions["train"].kind) == ("By train?", "choice")
        assert RegistrationAnswer.objects.count() == 1

    def test_one_that_nobody_answered_may_go(self, staff, session, questions):
        registration(session)
        url, sent = self.form_of(staff, session.event)
        sent["registration_questions-0-DELETE"] = "on"
        assert staff.post(url, sent).status_code == 302
        assert set(session.event.registration_questions.values_list("slug", flat=True)) == {
            "topics",
            "hope",
            "trust",
        }

    def test_answers_are_in_the_export(self, staff, session, questions):
        answers = [
            services.AnswerInput(question="hope", text="=1+1"),
            services.AnswerInput(question="topics", options=("risk", "people")),
        ]
        services.book(session_id=session.pk, details=details(), answers=answers)
        url = reverse("wagtailsnippets_registration_registration:list")
        exported = b"".join(staff.get(url, {"export": "csv"}).streaming_content).decode()
        words = "English topics?: Risk; English topics?: People; English hope?: =1+1"
        assert words in exported
