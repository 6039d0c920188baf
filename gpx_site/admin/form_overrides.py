"""Fields of the staff forms in place of Wagtail's own."""

from typing import Any

from django import forms

from gpx_site.core.models import Topic


class TopicsField(forms.ModelMultipleChoiceField):
    """Checkboxes of all topics, in the language of the reader; its value is those ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Topic.objects.all(), **options | {"help_text": ""})
