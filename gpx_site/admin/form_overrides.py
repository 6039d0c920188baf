"""Several records chosen by ticking them, in the language of whoever is choosing.

Wagtail would have staff type the English names of topics and drops without a word those that it
does not know; of other records it shows a list in which one click without a key held down undoes
every choice made before.
"""

from typing import Any

from django import forms
from django.db.models import ManyToManyField
from taggit.managers import TaggableManager
from wagtail.admin.forms.models import register_form_field_override, registry

from gpx_site.core.models import Topic


class TopicsField(forms.ModelMultipleChoiceField):
    """The topics there are; its value is the topics that are ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Topic.objects.all(), **options | {"help_text": ""})


def register() -> None:
    """Let topics and what is chosen many at a time be ticked; called once at the start."""
    register_form_field_override(ManyToManyField, override={"widget": forms.CheckboxSelectMultiple})
    typed = registry.values_by_class[TaggableManager]

    def tags(db_field: TaggableManager) -> dict[str, Any]:
        topics = db_field.related_model is Topic
        chosen: dict[str, Any] = {"form_class": TopicsField} if topics else typed(db_field)
        return chosen

    register_form_field_override(TaggableManager, override=tags)
