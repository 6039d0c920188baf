"""Fields of the registration form."""

from django.core.exceptions import ValidationError

from gpx_site.core.fields import AddressField, LineField, ParagraphField

__all__ = ["AddressField", "LineField", "NameField", "ParagraphField"]


class NameField(LineField):
    """Somebody's name; ``error_messages`` needs a text for ``address``."""

    def validate(self, value: str) -> None:
        """Refuse web addresses: a confirmation must not carry a stranger's advertisement."""
        super().validate(value)
        if "://" in value or "www." in value.lower():
            raise ValidationError(self.error_messages["address"], code="address")
