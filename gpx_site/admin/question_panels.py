"""The staff form of objects with questions."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

KEPT_FIELDS = {"slug", "kind"}


class KeptQuestionsForm(WagtailAdminModelForm):
    """Keep answered questions, options and conditions unchanged."""

    def is_valid(self) -> bool:
        """Refuse to remove what has answers, or to change its code or kind."""
        if not super().is_valid():
            return False
        for child in self._children():
            asked = child.instance
            if not asked.pk or not hasattr(asked, "answers") or not self.has_answers(asked):
                continue
            if child in self._removed:
                message = _("“%(what)s” has been answered, so it cannot be removed.")
                self.add_error(None, message % {"what": child.instance})
            elif KEPT_FIELDS & set(child.changed_data):
                message = _("“%(what)s” has been answered, so its code and kind must stay.")
                self.add_error(None, message % {"what": child.instance})
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
