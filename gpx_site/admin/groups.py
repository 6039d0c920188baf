"""The staff groups and their permissions, updated after every migration.

An administrator who wants other combinations creates other groups; permissions removed from these
groups are added again.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ALL = ("add", "change", "delete", "view")
KEEP = ("add", "change", "view")
SEE = ("view",)


@dataclass(frozen=True)
class Role:
    """A group: its actions on models, on pages, on pictures and documents."""

    models: dict[str, tuple[str, ...]]
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def permissions(self) -> list[str]:
        """Return the permissions as ``app.codename``."""
        named = [
            f"{app}.{action}_{model}"
            for label, actions in self.models.items()
            for app, _dot, model in [label.partition(".")]
            for action in actions
        ]
        return ["wagtailadmin.access_admin", *named, *self.extra]


ROLES = {
    "Editors": Role(
        models={
            "core.contributor": ALL,
            "core.topic": ALL,
            "blog.series": ALL,
            "comments.closingrule": KEEP,
            "resources.resource": ALL,
            "events.event": SEE,
        },
        pages=("add", "change", "publish"),
        files=("add", "change", "choose"),
    ),
    # Besides being editors.
    "Lead editors": Role(models={}, extra=("translations.publish_urgent",)),
    "Events managers": Role(
        models={
            "events.event": ALL,
            "events.eventsession": ALL,
            "events.recording": ALL,
            "events.venue": ALL,
            "events.audiencerole": ALL,
            "announcements.announcement": KEEP,
            "registration.registration": KEEP,
            "registration.registrationneeds": KEEP,
            "registration.attendance": KEEP,
            "registration.registrationmessage": ("add", "view"),
            "feedback.feedbackform": KEEP,
            "core.person": KEEP,
            "core.contributor": KEEP,
            "core.organisation": ALL,
        },
        # They write the pages of an event as drafts, which an editor publishes.
        pages=("add", "change"),
        files=("add", "choose"),
        extra=("evaluation.view_numbers",),
    ),
    # No model with personal data.
    "Evaluators": Role(
        models={"feedback.feedbackform": KEEP, "events.event": SEE, "events.eventsession": SEE},
        extra=(
            "evaluation.view_report",
            "evaluation.view_numbers",
            "evaluation.publish_edition",
            "feedback.view_comments",
        ),
    ),
    # Comments only: Wagtail's own "Moderators" publish pages.
    "Comment moderators": Role(
        models={"comments.comment": ("change", "view"), "comments.closingrule": KEEP},
    ),
}


def ensure_groups(**_signal: object) -> None:
    """Create the groups, each with at least the permissions of its role; idempotent."""
    wanted = {name for role in ROLES.values() for name in role.permissions}
    for label in {name.split(".")[0] for name in wanted}:
        create_permissions(apps.get_app_config(label), verbosity=0)
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(role.permissions))
        _grant_pages(group, role.pages)
        _grant_files(group, role.files)


def _permissions(names: list[str]) -> list[Permission]:
    """Return the permissions named ``app.codename``."""
    query = Q(pk=None)
    for name in names:
        app, codename = name.split(".")
        query |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(query))


def _grant_pages(group: Group, actions: tuple[str, ...]) -> None:
    """Grant ``actions`` on every page."""
    root = Page.get_first_root_node()
    if root is None:  # a test has emptied the tables
        return
    for permission in _permissions([f"wagtailcore.{action}_page" for action in actions]):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_files(group: Group, actions: tuple[str, ...]) -> None:
    """Grant ``actions`` on every picture and document."""
    root = Collection.get_first_root_node()
    if root is None:
        return
    names = [f"wagtailimages.{action}_image" for action in actions]
    names += [f"wagtaildocs.{action}_document" for action in actions]
    for permission in _permissions(names):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
