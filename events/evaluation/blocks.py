"""Blocks that show what people answered: one question's chart, and what a room saw of itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue

from events.evaluation.charts import chart_of
from events.evaluation.models import PublishedEdition
from events.evaluation.published import PublicResult, public_results
from events.feedback.models import FeedbackForm, Question
from gpx_site.core.blocks.common import EVIDENCE
from gpx_site.core.blocks.rows import at_hand
from gpx_site.i18n.bilingual import active_language

Choices = list[tuple[str, Any]]


def question_choices() -> Choices:
    """The questions of forms with published figures, grouped by form, the newest form first."""
    published = PublishedEdition.objects.filter(audience=PublishedEdition.Audience.PUBLIC)
    forms = FeedbackForm.objects.filter(pk__in=published.values("form")).exclude(status="draft")
    return [
        (
            form.title,
            [
                (f"{form.code}/{question.slug}", question.text)
                for question in form.questions.all()
                if question.kind != Question.Kind.TEXT
            ],
        )
        for form in forms.prefetch_related("questions").order_by("-pk")
    ]


def capture_choices() -> Choices:
    """The captures that have been opened, the newest first."""
    captures = FeedbackForm.objects.live().exclude(status="draft").order_by("-pk")
    return [(form.code, form.title) for form in captures]


class CodeBlock(blocks.FieldBlock):
    """A choice of what both languages know by one code, looked up only where it is made."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(
            choices=lambda: [("", "—"), *self.choices()], required=required, help_text=help_text
        )
        super().__init__(**kwargs)

    def choices(self) -> Choices:
        """What there is to choose."""
        raise NotImplementedError


class QuestionBlock(CodeBlock):
    """``<code of the form>/<code of the question>``."""

    def choices(self) -> Choices:
        """Every question with published figures."""
        return question_choices()


class CaptureCodeBlock(CodeBlock):
    """The code of a capture."""

    def choices(self) -> Choices:
        """Every capture that has been opened."""
        return capture_choices()


def code_of(source: Any) -> str:
    """The code of the form in the code of a question, or in its own."""
    return str(source or "").partition("/")[0]


class ResultValue(StructValue):
    """A value that asks for its result together with those of the blocks beside it."""

    beside: "list[ResultValue]"
    results: dict[str, Mapping[str, PublicResult]]

    @property
    def code(self) -> str:
        """The code of the form whose result it shows."""
        return code_of(self[self.block.source])

    @property
    def result(self) -> PublicResult | None:
        """The result in the reader's language; None where there is no such form any more."""
        language = active_language()
        if language not in self.results:
            codes = {each.code for each in self.beside}
            self.results[language] = public_results(codes, language)
        return self.results[language].get(self.code)


class ResultBlock(blocks.StructBlock):
    """A block that shows published figures."""

    #: The field that names the form.
    source: str

    class Meta:
        value_class = ResultValue
        group = EVIDENCE

    def _to_struct_value(self, block_items: Any) -> ResultValue:
        value: ResultValue = super()._to_struct_value(block_items)
        value.beside, value.results = [value], {}
        return value

    def names(self, raw: Mapping[str, Any]) -> Iterator[tuple[type, str]]:
        """Yield the result that a block names, for who fetches those of a whole text."""
        yield PublicResult, code_of(raw.get(self.source))

    def bulk_to_python(self, values: Iterable[dict[str, Any]]) -> list[ResultValue]:
        """Take the results that are at hand, or let the blocks ask for theirs in one query."""
        made: list[ResultValue] = super().bulk_to_python(list(values))
        found = at_hand(PublicResult)
        shared = {} if found is None else {active_language(): found}
        for value in made:
            value.beside, value.results = made, shared
        return made


class ChartBlock(ResultBlock):
    """The chart of one question of a feedback form: only what everybody may see."""

    question = QuestionBlock(
        label=_("Question"),
        help_text=_("Questions whose figures are published: those that ten people have answered."),
    )
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    source = "question"

    class Meta:
        icon = "chart-column"
        label = _("Chart from an evaluation")
        template = "blocks/chart.html"
        description = _("How people answered one question, as a chart and as a table.")

    def get_preview_value(self) -> Any:
        """Preview with a question of the site's own."""
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
    """What a room answered on the spot, as far as those who answered let us publish it."""

    capture = CaptureCodeBlock(
        label=_("Capture"),
        help_text=_(
            "Counts those who agreed to publication. It follows the screen in the room: hidden and "
            "frozen with it."
        ),
    )
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    source = "capture"

    class Meta:
        icon = "sliders"
        label = _("Result from the room")
        template = "blocks/capture.html"
        description = _("The result of a live capture, with a link to its screen.")

    def get_preview_value(self) -> Any:
        """Preview with a capture of the site's own."""
        captures = [code for code, _title in capture_choices()]
        return self.normalize({"capture": next(iter(captures), ""), "note": ""})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the result and its charts."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        result = value.result
        questions = result.questions if result else []
        charts = [{"kind": each["kind"], "chart": chart_of(each)} for each in questions]
        return context | {
            "result": result,
            "charts": [each for each in charts if each["chart"]],
            "answers": sum(each["n"] or 0 for each in questions),
        }
