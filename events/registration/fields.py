"""Fields for text that people type and others read."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gpx_site.core.models.people import normalise_email

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
    """Text of a few lines, optional."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, **options)

    def to_python(self, value: Any) -> str:
        """Keep line breaks; refuse everything else that cannot be seen."""
        text = super().to_python(value).replace("\r\n", "\n")
        check_printable(text, LINE_BREAKS)
        return text


class AddressField(forms.EmailField):
    """An e-mail address, in the form in which it is kept and written to."""

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be seen, which could begin another header.

        The validators look at the normalised address: before it, a wide comma or one letter that
        stands for a sentence passes for a domain, and becomes a second address or a long one.
        """
        text = super().to_python(value)
        check_printable(text)
        return normalise_email(text)
