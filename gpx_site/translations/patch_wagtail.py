"""Every change to Wagtail, with the release on which it was tested and why it is needed."""

from typing import Any

from django import forms
from django.db.models import ManyToManyField
from taggit.managers import TaggableManager
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.forms.models import register_form_field_override, registry
from wagtail.snippets.views.snippets import SnippetViewSet

from gpx_site.admin.choosers import ChooserViewSet
from gpx_site.admin.form_overrides import TopicsField
from gpx_site.core.models import Topic
from gpx_site.ops.upstream import Upstream
from gpx_site.translations import actions

upstream = Upstream("wagtail", tested_on="8.0.1")

PUBLISH = "wagtail.actions.publish_page_revision:PublishPageRevisionAction"
UNPUBLISH = "wagtail.actions.unpublish_page:UnpublishPageAction"
DELETE = "wagtail.actions.delete_page:DeletePageAction"
MOVE = "wagtail.actions.move_page:MovePageAction"
COPY = "wagtail.actions.copy_page:CopyPageAction"
EXECUTE = "(self, skip_permission_checks=False)"
# Only some of Wagtail's own views pass an action on to the translations of a page; bulk actions,
# the schedule and the methods of a page do not.
CASCADE = "https://github.com/wagtail/wagtail/issues/7592"


@upstream.patch(
    {
        f"{PUBLISH}.__init__": "(self, revision, user=None, changed=True, log_action=True, "
        "previous_revision=None)",
        f"{PUBLISH}.execute": EXECUTE,
    },
    issue="https://github.com/wagtail/wagtail-localize/issues/634",
)
def publish_both_languages() -> None:
    """Publish both languages of a page, or neither: Wagtail publishes one."""
    PublishPageRevisionAction.execute = actions.in_both_languages(
        PublishPageRevisionAction.execute, actions.publish
    )


@upstream.patch(
    {
        f"{UNPUBLISH}.__init__": "(self, page, set_expired=False, commit=True, user=None, "
        "log_action=True, include_descendants=False)",
        f"{UNPUBLISH}.execute": EXECUTE,
    },
    issue=CASCADE,
)
def unpublish_both_languages() -> None:
    """Unpublish the translation with the page."""
    UnpublishPageAction.execute = actions.in_both_languages(
        UnpublishPageAction.execute, actions.unpublish
    )


@upstream.patch(
    {
        f"{DELETE}.__init__": "(self, page, user=None)",
        f"{DELETE}.execute": "(self, *args, skip_permission_checks=False, **kwargs)",
    },
    issue=CASCADE,
)
def delete_both_languages() -> None:
    """Delete the translation with the page."""
    DeletePageAction.execute = actions.in_both_languages(DeletePageAction.execute, actions.delete)


@upstream.patch(
    {
        f"{MOVE}.__init__": "(self, page, target, pos=None, user=None)",
        f"{MOVE}.execute": EXECUTE,
    },
    issue=CASCADE,
)
def move_both_languages() -> None:
    """Move the translation with the page, or neither where it cannot follow."""
    MovePageAction.execute = actions.in_both_languages(MovePageAction.execute, actions.move)


@upstream.patch(
    {
        f"{COPY}.__init__": "(self, page, to=None, update_attrs=None, exclude_fields=None, "
        "recursive=False, copy_revisions=True, keep_live=True, user=None, "
        "process_child_object=None, log_action='wagtail.copy', reset_translation_key=True)",
        f"{COPY}.execute": EXECUTE,
        f"{COPY}._copy_page": "(self, page, to=None, update_attrs=None, exclude_fields=None, "
        "_mpnode_attrs=None)",
        f"{COPY}.generate_translation_key": "(self, old_uuid)",
    },
    reads={f"{COPY}.generate_translation_key": "_uuid_mapping"},
)
def copy_both_languages() -> None:
    """Copy the translation with the page, as drafts that are translations of each other.

    Wagtail gives every copied page a new translation key, so that the copies of two translations
    are not related.
    """
    CopyPageAction.execute = actions.in_both_languages(CopyPageAction.execute, actions.copy)


@upstream.patch(
    {
        "wagtail.snippets.views.snippets:SnippetViewSet.chooser_viewset_class": "class",
        "wagtail.snippets.views.chooser:SnippetChooserViewSet.base_widget_class": "class",
        "wagtail.snippets.widgets:AdminSnippetChooser.__init__": "(self, model=None, **kwargs)",
    }
)
def choose_records_in_the_language_of_the_reader() -> None:
    """Let every snippet model use our chooser.

    Wagtail composes the texts of a chooser once, in the language of the first request.
    """
    SnippetViewSet.chooser_viewset_class = ChooserViewSet


@upstream.patch(
    {
        "wagtail.admin.forms.models:register_form_field_override": "(db_field_class, to=None, "
        "override=None, exact_class=False)",
        "wagtail.admin.forms.models:registry.values_by_class": "dict",
    }
)
def tick_what_is_chosen_many_at_a_time() -> None:
    """Show topics, and the rows of every many-to-many field, as checkboxes.

    Wagtail requires the English names of topics, and silently drops unknown ones; for other rows it
    shows a list in which one click without a modifier key removes every earlier choice.
    """
    register_form_field_override(ManyToManyField, override={"widget": forms.CheckboxSelectMultiple})
    typed = registry.values_by_class[TaggableManager]

    def tags(db_field: TaggableManager) -> dict[str, Any]:
        ticked: dict[str, Any] = {"form_class": TopicsField}
        return ticked if db_field.related_model is Topic else typed(db_field)

    register_form_field_override(TaggableManager, override=tags)


upstream.rely_on(
    "new pages are drafts, and copies are neither live nor aliases",  # gpx_site.core.page_form
    {
        "wagtail.admin.forms:WagtailAdminPageForm.save": "(self, commit=True)",
        "wagtail.admin.forms.pages:CopyForm.__init__": "(self, *args, **kwargs)",
        "wagtail.admin.forms.pages:CopyForm.clean": "(self)",
    },
    reads={"wagtail.admin.forms.pages:CopyForm.__init__": "publish_copies"},
    issue="https://github.com/wagtail/wagtail/issues/1132",
)
upstream.rely_on(
    "measure a picture again after its place is taken out",  # gpx_site.media.images
    {"wagtail.images.models:AbstractImage._set_image_file_metadata": "(self)"},
)
upstream.rely_on(
    "find a page and what stands around it in one query",  # gpx_site.routing.page_path
    {
        "wagtail.models:Site.find_for_request": "(request)",
        "wagtail.models:Page.route_for_request": "(request, path)",
        "wagtail.models:Page.get_parent": "(self, update=False)",
    },
    reads={
        "wagtail.models:Site.find_for_request": "_wagtail_site",
        "wagtail.models:Page.route_for_request": "_wagtail_route_for_request",
        "wagtail.models:Page.get_parent": "_cached_parent_obj",
    },
    issue="https://github.com/wagtail/wagtail/issues/11625",
)
