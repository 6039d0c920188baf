"""Choosers of records, in the language of whoever is choosing.

Wagtail puts a chooser's words together once, when the first form with it is made: everybody after
that would read the language of whoever came first.
"""

from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


def _worded(message: str, name: Any) -> str:
    return gettext(message) % {"object": name}


_worded_lazy = lazy(_worded, str)


class Chooser(AdminSnippetChooser):
    """The button that opens the list, and those beside what was chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_one_text = self._words("Choose %(object)s")
        self.choose_another_text = self._words("Choose another %(object)s")
        self.link_to_chosen_text = self._words("Edit this %(object)s")

    def _words(self, message: str) -> Promise:
        return _worded_lazy(message, self.model._meta.verbose_name)


class ChooserViewSet(SnippetChooserViewSet):
    """The button and the window with the list, for every kind of record."""

    base_widget_class = Chooser
    page_title = gettext_lazy("Choose")
