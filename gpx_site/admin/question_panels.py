"""The staff form of objects with questions."""

from collections.abc import Set
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class KeptQuestionsForm(WagtailAdminModelForm):
    """Keep answered questions, options and conditions unchanged."""

    #: What an answered question, option or condition keeps, of the fields that it has.
    kept_fields: Set[str] = frozenset({"slug", "kind"})

    def is_valid(self) -> bool:
        """Refuse to remove what has answers, or to change its kept fields."""
        if not super().is_valid():
            return False
        for child in self._children():
            asked = child.instance
            if not asked.pk or not hasattr(asked, "answers") or not self.has_answers(asked):
                continue
            if child in self._removed:
                message = _("“%(what)s” has been answered, so it cannot be removed.")
                self.add_error(None, message % {"what": child.instance})
                continue
            changed = [name for name in child.changed_data if name in self.kept_fields]
            if changed:
                self.add_error(None, kept_message(child, changed))
        return not self.errors

    def has_answers(self, asked: Any) -> bool:
        """Whether a question, option or condition has answers."""
        return bool(asked.answers.exists())

    def _children(self) -> list[Any]:
        """Yield the forms of every formset, with the options of each question."""
        self._removed: list[Any] = []
        children: list[Any] = []
        formsets = list(self.formsets.values())
        while formsets:
            formset = formsets.pop()
            self._removed += formset.deleted_forms
            for row in formset.forms:
                children.append(row)
                formsets += getattr(row, "formsets", {}).values()
        return children


def kept_message(child: Any, changed: list[str]) -> str:
    """Return why these fields of an answered question, option or condition must stay."""
    message = _(
        "“%(what)s” has been answered, so this must stay: %(fields)s. Add a new one under a new "
        "code instead."
    )
    fields = ", ".join(str(child.fields[name].label) for name in changed)
    return message % {"what": child.instance, "fields": fields}
