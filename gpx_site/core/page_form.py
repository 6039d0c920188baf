"""The form of the page editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Makes every new page a draft.

    Wagtail's "Publish" in the view of a new page puts the page into the tree live, before it is
    published; one that is then refused would stay there, live in one language.
    """

    def save(self, commit: bool = True) -> Any:
        """Save as Wagtail does; a page that is not in the tree yet is not live."""
        if self.instance._state.adding:
            self.instance.live = False
        return super().save(commit)
