"""Blocks that show answers: the chart of one question, and the result of a live capture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue

from events.evaluation.charts import chart_of, draw
from events.evaluation.published import PublicResult, public_results
from events.feedback.models import FeedbackForm
from gpx_site.core.blocks.common import EVIDENCE
from gpx_site.core.blocks.rows import at_hand
from gpx_site.i18n.bilingual import active_language

Choice = tuple[str, str]


def question_choices() -> list[tuple[str, list[Choice]]]:
    """Return the questions with published figures by form, the newest form first."""
    codes = FeedbackForm.objects.values_list("code", flat=True)
    published = public_results(codes, active_language())
    return [
        (
            result.form.title,
            [(f"{code}/{each['slug']}", each["text"]) for each in result.questions],
        )
        for code, result in sorted(published.items(), key=lambda item: -item[1].form.pk)
        if result.state == "shown"
    ]


def capture_choices() -> list[Choice]:
    """Return the captures that have been opened, the newest first."""
    captures = FeedbackForm.objects.live().exclude(status="draft").order_by("-pk")
    return [(form.code, form.title) for form in captures]


class CodeBlock(blocks.FieldBlock):
    """A choice among codes that are the same in both languages; it is stored as the code.

    The choices are queried only when the form is shown.
    """

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(
            choices=lambda: [("", "—"), *self.choices()], required=required, help_text=help_text
        )
        super().__init__(**kwargs)

    def choices(self) -> Sequence[tuple[str, Any]]:
        """Return the choices, or groups of them."""
        raise NotImplementedError


class QuestionBlock(CodeBlock):
    """``<code of the form>/<code of the question>``."""

    def choices(self) -> Sequence[tuple[str, Any]]:
        """Return every question with published figures."""
        return question_choices()


class CaptureCodeBlock(CodeBlock):
    """The code of a capture."""

    def choices(self) -> Sequence[tuple[str, Any]]:
        """Return every capture that has been opened."""
        return capture_choices()


def code_of(source: Any) -> str:
    """Return the form's code from its own code or that of a question ("form/question")."""
    return str(source or "").partition("/")[0]


class ResultValue(StructValue):
    """A block's value, which fetches its result together with those of its siblings.

    ``results`` holds the results by language, and is shared with the values in ``siblings``.
    """

    siblings: "list[ResultValue]"
    results: dict[str, Mapping[str, PublicResult]]

    @property
    def code(self) -> str:
        """The code of the form whose result it shows."""
        return code_of(self[self.block.source])

    @property
    def result(self) -> PublicResult | None:
        """The result in the active language; None where the form no longer exists."""
        language = active_language()
        if language not in self.results:
            codes = {each.code for each in self.siblings}
            self.results[language] = public_results(codes, language)
        return self.results[language].get(self.code)


class ResultBlock(blocks.StructBlock):
    """A block that shows published figures."""

    #: The field with the code of the form or of its question.
    source: str

    class Meta:
        value_class = ResultValue
        group = EVIDENCE

    def _to_struct_value(self, block_items: Any) -> ResultValue:
        value: ResultValue = super()._to_struct_value(block_items)
        value.siblings, value.results = [value], {}
        return value

    def names(self, raw: Mapping[str, Any]) -> Iterator[tuple[type, str]]:
        """Yield the code of the result that a block needs, so that a whole text fetches once."""
        yield PublicResult, code_of(raw.get(self.source))

    def bulk_to_python(self, values: Iterable[dict[str, Any]]) -> list[ResultValue]:
        """Use the results that were fetched beforehand, or let the blocks share one query."""
        made: list[ResultValue] = super().bulk_to_python(list(values))
        found = at_hand(PublicResult)
        shared = {} if found is None else {active_language(): found}
        for value in made:
            value.siblings, value.results = made, shared
        return made


class ChartBlock(ResultBlock):
    """The chart of one question of a feedback form: only what everybody may see."""

    question = QuestionBlock(
        label=_("Question"),
        help_text=_("Questions whose figures somebody has published in an edition."),
    )
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    source = "question"

    class Meta:
        icon = "chart-column"
        label = _("Chart from an evaluation")
        template = "blocks/chart.html"
        description = _("How people answered one question, as a chart and as a table.")

    def get_preview_value(self) -> Any:
        """Preview with a question of this site."""
        questions = [key for _form, group in question_choices() for key, _text in group]
        return self.normalize({"question": next(iter(questions), ""), "note": ""})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the figures, and the chart where there is one."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        slug = str(value["question"] or "").partition("/")[2]
        result = value.result
        question = result.question(slug) if result else None
        return context | {
            "result": result,
            "question": question,
            "chart": chart_of(question) if question else None,
        }


class CaptureBlock(ResultBlock):
    """The answers of a live capture from those who consented to publication."""

    capture = CaptureCodeBlock(
        label=_("Capture"),
        help_text=_("Counts those who agreed to publication, once somebody has published it."),
    )
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    source = "capture"

    class Meta:
        icon = "sliders"
        label = _("Result from the room")
        template = "blocks/capture.html"
        description = _("The result of a live capture, with a link to its screen.")

    def get_preview_value(self) -> Any:
        """Preview with a capture of this site."""
        captures = [code for code, _title in capture_choices()]
        return self.normalize({"capture": next(iter(captures), ""), "note": ""})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the result and its charts."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        result = value.result
        questions = result.questions if result else []
        return context | {
            "result": result,
            "charts": draw(questions),
            "answers": sum(each["n"] or 0 for each in questions),
        }
