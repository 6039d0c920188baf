"""Fields of the registration form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gpx_site.core.fields import LineField, ParagraphField, check_printable
from gpx_site.core.models.people import normalise_email

__all__ = ["AddressField", "LineField", "NameField", "ParagraphField"]


class NameField(LineField):
    """Somebody's name; ``error_messages`` needs a text for ``address``."""

    def validate(self, value: str) -> None:
        """Refuse web addresses: a confirmation must not carry a stranger's advertisement."""
        super().validate(value)
        if "://" in value or "www." in value.lower():
            raise ValidationError(self.error_messages["address"], code="address")


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
