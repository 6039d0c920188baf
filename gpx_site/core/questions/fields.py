"""The form field of one answer, in the active language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gpx_site.core.models import QuestionBase, QuestionKind
from gpx_site.core.questions.choices import choices
from gpx_site.core.text import plain

TEXT_LIMIT = 2000


class WordsField(forms.CharField):
    """Text without control characters, which pasted text may contain."""

    def to_python(self, value: Any) -> str:
        """Clean the text before the validators run."""
        return plain(super().to_python(value) or "")


def answer_field(
    question: QuestionBase,
    *,
    label: str,
    hint: str,
    required_message: str,
    way_out: tuple[str, str] | None = None,
) -> forms.Field:
    """Return the field of an answer to ``question``, of any kind but a scale between extremes.

    ``way_out`` is the value and the label of a last choice, apart from the question's own.
    """
    options: dict[str, Any] = {
        "required": question.required,
        "label": label,
        "help_text": hint,
        "error_messages": {
            "required": required_message,
            "invalid_choice": _("Choose one of the answers that are offered."),
        },
    }
    if question.kind == QuestionKind.TEXT:
        limit = _("Your answer must be %(limit)s characters or fewer.") % {"limit": "2,000"}
        options["error_messages"]["max_length"] = limit
        words = forms.Textarea(attrs={"rows": 4})
        return WordsField(max_length=TEXT_LIMIT, widget=words, **options)
    offered = [*choices(question), *([way_out] if way_out else [])]
    field: forms.ChoiceField
    if question.kind == QuestionKind.MULTI_CHOICE:
        boxes = forms.CheckboxSelectMultiple
        field = forms.MultipleChoiceField(choices=offered, widget=boxes, **options)
    else:
        field = forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **options)
    if way_out:
        field.widget.attrs["data-way-out"] = way_out[0]  # see gpx_components
    return field
