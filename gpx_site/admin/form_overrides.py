"""Form fields of the staff admin that replace Wagtail's own."""

from typing import Any

from django import forms

from gpx_site.core.models import Topic


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Checkboxes of all topics, in the active language; the value is the ticked topics."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Topic.objects.all(), **options | {"help_text": ""})
