"""The form that allows a page to be published in one language."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from gpx_site.translations.models import PairException


class AloneForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """Why a page is published in one language, and until when; urgency needs a permission."""

    class Meta:
        model = PairException
        fields = ["kind", "reason", "expires_at"]
        widgets = {"kind": forms.RadioSelect, "expires_at": AdminDateTimeInput}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = PairException.Kind.choices
        if not by.has_perm("translations.publish_urgent"):
            kinds = kinds[:1]
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds
        self.fields["reason"].help_text = _("What is urgent must have a reason and an end.")

    def clean(self) -> dict[str, Any]:
        """Refuse urgency without a reason or an end, beside the empty field."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == PairException.Kind.URGENT:
            if not cleaned.get("reason"):
                self.add_error("reason", ValidationError(_("Say why it is urgent.")))
            if "expires_at" not in self.errors and not cleaned.get("expires_at"):
                self.add_error("expires_at", ValidationError(_("Say until when.")))
        return cleaned
