"""Load feedback forms, and the answers of past events.

The 24 people of "Involving people in decisions" and the 218 markers of the pilot seminar are data
sets with known metrics; see ``tests/events/evaluation``.
"""

from collections.abc import Iterator
from typing import Any

from events.feedback import services as feedback
from events.feedback.models import (
    Answer,
    Condition,
    FeedbackForm,
    Intake,
    Invitation,
    Option,
    Question,
    Response,
)
from events.models import Event
from events.registration.models import Registration
from gpx_site.demo.loader.content import Row, paired, read, stable_uuid
from gpx_site.ops import tokens

#: Rows before, columns after: how many of 24 people moved from one of five points to another.
CONFIDENCE = ((0, 1, 0, 2, 1), (0, 0, 1, 6, 1), (0, 0, 0, 5, 0), (0, 0, 1, 3, 2), (0, 0, 0, 0, 1))
NO_SAY = ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (3, 5, 2, 0, 0), (2, 4, 1, 2, 0), (1, 1, 0, 1, 2))
#: Four people skipped these conditions of the pilot: (person, framing, situation).
SKIPPED = {(5, 1, 2), (12, 2, 3), (20, 1, 1), (33, 2, 1)}
PILOT_PEOPLE = 37


def load_feedback() -> None:
    """Create the forms, then the missing answers."""
    for row in read("feedback")["form"]:
        form = _load_form(row)
        if Intake.objects.filter(form=form).exists():
            continue
        if form.delivery == FeedbackForm.Delivery.LIVE:
            _save(form, pilot_responses())
        elif form.code == "involvement":
            _save(form, involvement_responses(row))
        elif form.event and form.event.sessions.past().exists():
            _save(form, usual_responses(row))
        if form.responses.exists():
            Intake.objects.create(form=form, used=_invite(form), changed=True)


def _invite(form: FeedbackForm) -> list[int]:
    """Invite as many attendees as have answered, and return their invitations' ids.

    Beat invites the others.
    """
    if form.delivery == FeedbackForm.Delivery.LIVE:
        return []
    attendees = Registration.objects.attended().filter(session__event=form.event).order_by("id")
    invitations = Invitation.objects.bulk_create(
        Invitation(
            form=form,
            registration=attendee,
            nonce=(nonce := tokens.new_nonce()),
            token_hash=tokens.digest(tokens.derive(nonce, feedback.PURPOSE)),
        )
        for attendee in attendees[: form.responses.count()]
    )
    return sorted(each.pk for each in invitations)


def _load_form(row: Row) -> FeedbackForm:
    live = "framing" in row
    form: FeedbackForm
    form, made = FeedbackForm.objects.get_or_create(
        code=row["code"],
        defaults={
            "event": Event.objects.get(slug=row["event"]),
            "status": FeedbackForm.Status.OPEN,
            "delivery": "live" if live else "invited",
            **paired(row, "title", "intro"),
        },
    )
    if made:
        _load_questions(form, row["question"])
        _load_conditions(form, row)
    return form


def _load_questions(form: FeedbackForm, rows: list[Row]) -> None:
    for position, row in enumerate(rows):
        question = Question.objects.create(
            form=form,
            slug=row["slug"],
            kind=row["kind"],
            sort_order=position,
            desired_direction=row.get("desired_direction", 1),
            required=row["required"],
            **paired(row, "text", "hint", "low", "high"),
        )
        for place, option in enumerate(row.get("options", [])):
            Option.objects.create(
                question=question,
                slug=option["slug"],
                sort_order=place,
                counts_in_base=option.get("counts_in_base", True),
                **paired(option, "label"),
            )


def _load_conditions(form: FeedbackForm, row: Row) -> None:
    crossings = [(f, s) for f in row.get("framing", []) for s in row.get("situation", [])]
    for position, (framing, situation) in enumerate(crossings):
        words = {
            f"{part}_{field}_{language}": source[f"{name}_{language}"]
            for part, source in (("framing", framing), ("situation", situation))
            for field, name in (("name", "name"), ("text", "description"))
            for language in ("en", "cy")
        }
        Condition.objects.create(
            form=form,
            slug=f"{framing['slug']}--{situation['slug']}",
            framing=framing["slug"],
            situation=situation["slug"],
            sort_order=position,
            **words,
        )


AnswerRow = dict[str, Any]


def _save(form: FeedbackForm, people: Iterator[tuple[str, list[AnswerRow]]]) -> None:
    """Store the answers of each person; ``people`` yields a language and rows of answers."""
    questions = {each.slug: each for each in form.questions.all()}
    conditions = {each.slug: each for each in form.conditions.all()}
    options = {
        (each.question_id, each.slug): each
        for each in Option.objects.filter(question__in=questions.values())
    }
    for number, (language, rows) in enumerate(people):
        response = Response.objects.create(
            form=form,
            submission_id=stable_uuid(f"{form.code}:{number}"),
            language=language,
            source=Response.Source.DEMO,
            # All people at the pilot agreed to the publication of their answers.
            consent_open=bool(conditions) or number % 6 != 0,
            participant_key=str(stable_uuid(f"{form.code}:person:{number}").hex),
        )
        Answer.objects.bulk_create(
            Answer(
                response=response,
                question=questions[row["question"]],
                condition=conditions.get(row.get("condition", "")),
                option=options.get((questions[row["question"]].pk, row.get("option"))),
                moment=row.get("moment", ""),
                value_int=row.get("value"),
                text=row.get("text", ""),
                status=row.get("status", Answer.Status.ANSWERED),
            )
            for row in rows
        )


def pairs(matrix: tuple[tuple[int, ...], ...]) -> list[tuple[int, int]]:
    """Return the people of the matrix as (before, after) points from 1 to 5."""
    return [
        (before, after)
        for before, row in enumerate(matrix, start=1)
        for after, count in enumerate(row, start=1)
        for _ in range(count)
    ]


def before_after(question: str, points: tuple[int, int]) -> list[AnswerRow]:
    """Return the two answers to a statement."""
    return [
        {"question": question, "moment": moment, "value": value}
        for moment, value in zip(("before", "after"), points, strict=True)
    ]


def involvement_responses(row: Row) -> Iterator[tuple[str, list[AnswerRow]]]:
    """Yield the answers of 24 people on involving people, every third in Welsh."""
    comments = [each for each in read("feedback")["comment"] if each["form"] == row["code"]]
    written = iter(comments)
    people = zip(pairs(NO_SAY), pairs(CONFIDENCE), strict=True)
    for number, (no_say, confidence) in enumerate(people):
        answers = [*before_after("no-say", no_say), *before_after("confidence", confidence)]
        answers += _choices(row, number)
        language = "cy" if number % 3 == 0 else "en"
        comment = next(written, None)
        if comment:
            answers.append({"question": comment["question"], "text": comment["text"]})
            language = comment["lang"]
        yield language, answers


def usual_responses(row: Row) -> Iterator[tuple[str, list[AnswerRow]]]:
    """Yield the answers of 27 people to the usual questions."""
    for number in range(27):
        answers: list[AnswerRow] = []
        for question in row["question"]:
            slug, kind = question["slug"], question["kind"]
            if kind == "statement_before_after":
                answers += before_after(slug, (1 + number % 4, min(5, 3 + number % 3)))
            elif kind == "statement":
                answers.append({"question": slug, "value": 5 - (number * 7) % 9 // 3})
            elif kind == "scale":
                answers.append({"question": slug, "value": 10 - (number * 5) % 13 // 3})
        yield "cy" if number % 4 == 0 else "en", answers + _choices(row, number)


def _choices(row: Row, number: int) -> list[AnswerRow]:
    """Return the choices of a person: mostly the first option, sometimes another or none."""
    answers: list[AnswerRow] = []
    for place, question in enumerate(row["question"]):
        if question["kind"] not in {"choice", "multi_choice"}:
            continue
        turn = (number * 5 + place * 3) % (8 + place % 5)
        if turn == 11:
            answers.append({"question": question["slug"], "status": Answer.Status.SKIPPED})
            continue
        chosen = question["options"][(0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2)[turn]]
        answers.append({"question": question["slug"], "option": chosen["slug"]})
    return answers


def pilot_responses() -> Iterator[tuple[str, list[AnswerRow]]]:
    """Yield the 218 markers of 37 people under two framings of three situations."""
    form = next(each for each in read("feedback")["form"] if "framing" in each)
    for person in range(PILOT_PEOPLE):
        answers: list[AnswerRow] = []
        for f, framing in enumerate(form["framing"], start=1):
            for s, situation in enumerate(form["situation"], start=1):
                row = {
                    "question": form["question"][0]["slug"],
                    "condition": f"{framing['slug']}--{situation['slug']}",
                }
                if (person, f, s) in SKIPPED:
                    answers.append({**row, "status": Answer.Status.SKIPPED})
                else:
                    answers.append({**row, "value": marker(person, f, s)})
        yield "cy" if person % 3 == 0 else "en", answers


def marker(person: int, framing: int, situation: int) -> int:
    """Return the position, from 0 to 100, of the marker of ``person`` (0 to 36)."""
    noise = (11 * person + 17 * situation + 5 * framing) % 29
    noise += (5 * person + 13 * situation + 19 * framing) % 31 - 29
    centre = 41 if framing == 1 else 59
    return centre + ((7 * person % 37) - 18) // 3 + 3 * (situation - 2) + noise
