"""Form fields for text."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gpx_site.core.models.people import normalise_email

#: Controls of text direction, which can disguise text.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\r\n\t")
#: Characters without a visible shape, by which names that look equal could differ. The joiners of
#: scripts and of emoji are not included, nor the tag characters of flags.
NO_SIGN = frozenset(
    "\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028\u2029\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
)


def check_printable(text: str, allowed: frozenset[str] = frozenset()) -> None:
    """Raise ValidationError if ``text`` contains an invisible character."""
    for char in text:
        hidden = unicodedata.category(char) in ("Cc", "Cs") or char in BIDI_CONTROLS
        if hidden and char not in allowed:
            raise _unprintable()


def _unprintable() -> ValidationError:
    words = _("Remove line breaks and characters that cannot be seen.")
    return ValidationError(words, code="unprintable")


def check_line(text: str) -> None:
    """Raise ValidationError if one line contains an invisible or zero-width character."""
    check_printable(text)
    if not NO_SIGN.isdisjoint(text):
        raise _unprintable()


class LineField(forms.CharField):
    """One line of text: no line breaks, no control characters."""

    def to_python(self, value: Any) -> str:
        """Refuse invisible characters before the validators run; collapse runs of spaces."""
        text = super().to_python(value) or ""
        check_line(text)
        # Text without a letter, number, punctuation mark or symbol is invisible.
        seen = any(unicodedata.category(char)[0] in "LNPS" for char in text)
        return " ".join(text.split()) if seen else ""


class AddressField(forms.EmailField):
    """An e-mail address, normalised as it is stored."""

    def to_python(self, value: Any) -> str:
        """Refuse invisible characters, which could begin another header.

        The address is normalised before the validators run: a full-width comma or a ligature would
        pass as part of a domain, and become a second address or a longer one.
        """
        text = super().to_python(value) or ""
        check_line(text)
        return normalise_email(text)


class ParagraphField(forms.CharField):
    """Several lines of text, optional unless ``required``."""

    def __init__(self, *, rows: int = 3, required: bool = False, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, required=required, **options)

    def to_python(self, value: Any) -> str:
        """Normalise line breaks, two characters in browsers; refuse invisible characters."""
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        check_printable(text, LINE_BREAKS)
        return text


class MomentField(forms.DateTimeField):
    """A date and time in the time zone of Wales, with its clock changes."""

    def to_python(self, value: Any) -> datetime | None:
        """Refuse the hour that is skipped in spring, and the ambiguous one in autumn."""
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone" or error.params is None:
                raise
            raise ValidationError(_jump(error.params["datetime"]), code=error.code) from error
        return moment


def _jump(naive: datetime) -> Any:
    """Return the error of a time that does not exist or is ambiguous."""
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
