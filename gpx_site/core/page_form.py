"""The forms of the page editor."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

#: Called with the page and the new parent; returns the reason against the copy, or None.
CopyCheck = Callable[[Page, Page], "Promise | None"]
Check = TypeVar("Check", bound=CopyCheck)
_copy_checks: list[CopyCheck] = []


def copy_check(check: Check) -> Check:
    """Register a function that returns why a page must not be copied below a parent, or None."""
    _copy_checks.append(check)
    return check


class PageForm(WagtailAdminPageForm):
    """Make every new page a draft.

    Wagtail's "Publish" in the view of a new page adds a live page to the tree before it publishes
    it: a page that is then refused would stay live, in one language.
    """

    def save(self, commit: bool = True) -> Any:
        """Save as Wagtail does; a page that is not in the tree yet is not live."""
        if self.instance._state.adding:
            self.instance.live = False
        return super().save(commit)


class PageCopyForm(CopyForm):
    """Copy both languages as drafts, without aliases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)

    def clean(self) -> dict[str, Any]:
        """Refuse a parent below which the translation cannot be copied."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        for check in _copy_checks:
            if reason := check(self.page, parent):
                self.add_error("new_parent_page", reason)
        return cleaned
