"""Form fields for text that people type and others read."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Marks that turn the direction of the text around them, and so can disguise it.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\r\n\t")


def check_printable(text: str, allowed: frozenset[str] = frozenset()) -> None:
    """Raise ValidationError where ``text`` holds a character that cannot be seen."""
    for char in text:
        hidden = unicodedata.category(char) in ("Cc", "Cs") or char in BIDI_CONTROLS
        if hidden and char not in allowed:
            raise ValidationError(
                _("Remove line breaks and characters that cannot be seen."), code="unprintable"
            )


class LineField(forms.CharField):
    """One line of text that a person reads: no line breaks, no control characters."""

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be seen before anything else looks at it; join runs of spaces."""
        text = super().to_python(value)
        check_printable(text)
        return " ".join(text.split())


class ParagraphField(forms.CharField):
    """Text of a few lines, optional unless it is said to be ``required``."""

    def __init__(self, *, rows: int = 3, required: bool = False, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, required=required, **options)

    def to_python(self, value: Any) -> str:
        """Keep line breaks, which browsers send as two characters; refuse what cannot be seen."""
        text = super().to_python(value).replace("\r\n", "\n")
        check_printable(text, LINE_BREAKS)
        return text


class MomentField(forms.DateTimeField):
    """A date and a time by the clocks of Wales, which jump twice a year."""

    def to_python(self, value: Any) -> datetime | None:
        """Refuse the hour that is left out in spring, and the one that comes twice in autumn."""
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(_jump(error.params["datetime"]), code=error.code) from error
        return moment


def _jump(naive: datetime) -> Any:
    """What is wrong with a time that is not one moment."""
    zone = timezone.get_current_timezone()
    there = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != naive:
        return _(
            "There is no such time: the clocks go forward at 1am that night. "
            "Choose a time before 1am, or from 2am on."
        )
    return _(
        "This time comes twice: the clocks go back at 2am that night. "
        "Choose a time before 1am, or from 2am on."
    )
