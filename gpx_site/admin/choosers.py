"""Choosers of records, in the active language.

Wagtail composes the texts of a chooser once, when it builds the first form with it: every later
form would have the language of the first.
"""

from typing import Any, cast

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


def _text(message: str, name: str | Promise) -> str:
    return gettext(message) % {"object": name}


_lazy_text = lazy(_text, str)


class Chooser(AdminSnippetChooser):
    """The button that opens the list, and the buttons beside the chosen record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_one_text = self._lazy("Choose %(object)s")
        self.choose_another_text = self._lazy("Choose another %(object)s")
        self.link_to_chosen_text = self._lazy("Edit this %(object)s")

    def _lazy(self, message: str) -> Promise:
        # The stubs give what the lazy call returns the type of its result.
        return cast(Promise, _lazy_text(message, self.model._meta.verbose_name))


class ChooserViewSet(SnippetChooserViewSet):
    """The button and the modal window with the list, for every snippet model."""

    base_widget_class = Chooser
    page_title = gettext_lazy("Choose")
