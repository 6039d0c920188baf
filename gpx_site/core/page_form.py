"""The forms of the page editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm


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


class PageCopyForm(CopyForm):
    """Copies both languages, as drafts; no aliases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)

    def clean(self) -> dict[str, Any]:
        """Refuse a place where the copy of the twin could not follow."""
        from gpx_site.core.pairs.doors import reason_against  # which reads the models

        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        reason = reason_against(self.page, parent)
        if reason:
            self.add_error("new_parent_page", reason)
        return cleaned
