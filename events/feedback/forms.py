"""The questions of a feedback form as a Django form, in the active language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.feedback.models import Answer, Condition, FeedbackForm, Question
from events.feedback.services import Given, is_answer, slots
from gpx_site.core.questions.fields import answer_field

Kind = Question.Kind
#: No slug of an option has a colon.
PREFER_NOT = ":prefer-not-to-say"


class MarkerField(forms.Field):
    """A whole number from 0 to 100, or None for an empty box."""

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None where the box was left empty."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


@dataclass(frozen=True)
class Block:
    """One question as the template shows it: its fields, and whose condition they belong to."""

    question: Question
    fields: list[BoundField]
    conditions: list[tuple[Condition | None, BoundField, BoundField]]
    numbered: str


class PostedId(forms.Form):
    """The form and the submission id that a page was rendered with."""

    form_code = forms.SlugField(widget=forms.HiddenInput)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(PostedId):
    """One field for each answer that a form asks for, named after the answer's column."""

    consent_open = forms.BooleanField(
        required=False,
        label=gettext_lazy("You may publish my answers, without my name, as open data"),
    )

    def __init__(self, *args: Any, feedback_form: FeedbackForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feedback_form = feedback_form
        if feedback_form.delivery == FeedbackForm.Delivery.LIVE:
            self.fields["consent_open"].label = _(
                "You may show my answers on the screen and publish them, without my name"
            )
        self.slots = {
            question: slots(feedback_form, question) for question in feedback_form.asked_questions
        }
        for question, asked in self.slots.items():
            for slot in asked:
                self.fields[slot.column] = _field(question, slot)
                if question.kind == Kind.SLIDER:
                    self.fields[f"{slot.column}-na"] = forms.BooleanField(
                        required=False, label=_("Not applicable")
                    )
        self.order_fields([*(n for n in self.fields if n != "consent_open"), "consent_open"])

    @property
    def blocks(self) -> Iterator[Block]:
        """Yield the questions in order."""
        conditions = {each.slug: each for each in self.feedback_form.conditions.all()}
        for number, (question, asked) in enumerate(self.slots.items(), 1):
            rows = [
                (conditions.get(slot.condition), self[slot.column], self[f"{slot.column}-na"])
                for slot in asked
                if question.kind == Kind.SLIDER
            ]
            fields = [] if rows else [self[slot.column] for slot in asked]
            counted = _("Question %(number)d of %(total)d") % {
                "number": number,
                "total": len(self.slots),
            }
            yield Block(question, fields, rows, counted)

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself, and a form left blank."""
        cleaned = super().clean() or {}
        for question, asked in self.slots.items():
            for slot in asked:
                if question.kind == Kind.SLIDER:
                    self._check_marker(question, slot, cleaned)
                elif question.kind == Kind.MULTI_CHOICE:
                    self._check_boxes(slot, cleaned)
        if not self.errors and not any(is_answer(each) for each in self.answers()):
            message = _(
                "You have not answered anything yet. Answer at least one question, or close this"
                " page."
            )
            self.add_error(None, message)
        return cleaned

    def _check_marker(self, question: Question, slot: Given, cleaned: dict[str, Any]) -> None:
        if slot.column in self.errors:
            return
        number, apart = cleaned.get(slot.column), cleaned.get(f"{slot.column}-na")
        if number is not None and apart:
            message = _("Give a number or tick “Not applicable”, not both.")
            self.add_error(slot.column, message)
        elif question.required and number is None and not apart:
            self.add_error(slot.column, _required_message(question, slot))

    def _check_boxes(self, slot: Given, cleaned: dict[str, Any]) -> None:
        ticked = cleaned.get(slot.column) or []
        if PREFER_NOT in ticked and len(ticked) > 1:
            message = _("Choose answers or “Prefer not to say”, not both.")
            self.add_error(slot.column, message)

    def answers(self) -> list[Given]:
        """Return the answers of a valid form."""
        return [
            _given(slot, question, self.cleaned_data)
            for question, asked in self.slots.items()
            for slot in asked
        ]


def _given(slot: Given, question: Question, cleaned: dict[str, Any]) -> Given:
    value = cleaned[slot.column]
    if question.kind == Kind.SLIDER and cleaned[f"{slot.column}-na"]:
        return replace(slot, status=Answer.Status.NOT_APPLICABLE)
    if value in (None, "", []):
        return slot
    if value in (PREFER_NOT, [PREFER_NOT]) and question.kind != Kind.TEXT:
        return replace(slot, status=Answer.Status.PREFER_NOT_TO_SAY)
    answered = replace(slot, status=Answer.Status.ANSWERED)
    if question.kind == Kind.MULTI_CHOICE:
        return replace(answered, options=tuple(value))
    if question.kind == Kind.CHOICE:
        return replace(answered, options=(value,))
    if question.kind == Kind.TEXT:
        return replace(answered, text=value)
    return replace(answered, value=int(value))


def _required_message(question: Question, slot: Given) -> str:
    if slot.moment == Answer.Moment.BEFORE:
        message = _("Choose an answer for before the event: “%(question)s”")
    elif slot.moment == Answer.Moment.AFTER:
        message = _("Choose an answer for after the event: “%(question)s”")
    else:
        message = _("Answer this question: “%(question)s”")
    return message % {"question": question.text}


def _label(question: Question, slot: Given) -> str:
    if slot.moment == Answer.Moment.BEFORE:
        return _("Before the event")
    if slot.moment == Answer.Moment.AFTER:
        return _("After the event")
    if question.kind == Kind.SLIDER:
        return _("Your marker, from 0 to 100")
    return question.text


def _field(question: Question, slot: Given) -> forms.Field:
    """Return the field of one answer."""
    label, hint = _label(question, slot), question.hint if not slot.moment else ""
    if question.kind != Kind.SLIDER:
        message = _required_message(question, slot)
        return answer_field(
            question,
            label=label,
            hint=hint,
            required_message=message,
            way_out=(PREFER_NOT, _("Prefer not to say")),
        )
    invalid = _("Your marker must be a whole number from 0 to 100.")
    # A missing number is an error only without “not applicable”: see _check_marker.
    return MarkerField(
        widget=forms.NumberInput,
        required=False,
        label=label,
        help_text=hint,
        error_messages={"invalid": invalid},
    )
