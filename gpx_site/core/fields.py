"""Form fields for text that people type and others read."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gpx_site.core.models.people import normalise_email

#: Marks that turn the direction of the text around them, and so can disguise it.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\r\n\t")
#: What takes up no room, or nothing but room, in a line: names that look alike would differ by it.
#: The joiners of scripts and of emoji are not among them, nor the letters of a flag.
NO_SIGN = frozenset(
    "\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028\u2029\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
)


def check_printable(text: str, allowed: frozenset[str] = frozenset()) -> None:
    """Raise ValidationError where ``text`` holds a character that cannot be seen."""
    for char in text:
        hidden = unicodedata.category(char) in ("Cc", "Cs") or char in BIDI_CONTROLS
        if hidden and char not in allowed:
            raise _unprintable()


def _unprintable() -> ValidationError:
    words = _("Remove line breaks and characters that cannot be seen.")
    return ValidationError(words, code="unprintable")


def check_line(text: str) -> None:
    """The same of one line, in which signs without a shape are refused as well."""
    check_printable(text)
    if not NO_SIGN.isdisjoint(text):
        raise _unprintable()


class LineField(forms.CharField):
    """One line of text that a person reads: no line breaks, no control characters."""

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be seen before anything else looks at it; join runs of spaces."""
        text = super().to_python(value) or ""
        check_line(text)
        # Letters, numbers, punctuation or symbols: what has none of them shows nothing.
        seen = any(unicodedata.category(char)[0] in "LNPS" for char in text)
        return " ".join(text.split()) if seen else ""


class AddressField(forms.EmailField):
    """An e-mail address, in the form in which it is kept and written to."""

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be seen, which could begin another header.

        The validators look at the normalised address: before it, a wide comma or one letter that
        stands for a sentence passes for a domain, and becomes a second address or a long one.
        """
        text = super().to_python(value) or ""
        check_line(text)
        return normalise_email(text)


class ParagraphField(forms.CharField):
    """Text of a few lines, optional unless it is said to be ``required``."""

    def __init__(self, *, rows: int = 3, required: bool = False, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, required=required, **options)

    def to_python(self, value: Any) -> str:
        """Keep line breaks, which browsers send as two characters; refuse what cannot be seen."""
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        check_printable(text, LINE_BREAKS)
        return text


class MomentField(forms.DateTimeField):
    """A date and a time by the clocks of Wales, which jump twice a year."""

    def to_python(self, value: Any) -> datetime | None:
        """Refuse the hour that is left out in spring, and the one that comes twice in autumn."""
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone" or error.params is None:
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
