"""Registrations in the staff admin's menu, and the buttons that lead to their pages."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import router
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from events.models import EventSession
from events.registration import routes
from events.registration.admin.actions import CHECK_IN, LIST
from events.registration.admin.attendance_import_views import IMPORT_ATTENDANCE
from events.registration.admin.bulk_actions import CancelBulkAction, MoveBulkAction
from events.registration.admin.filters import SEE_NEEDS
from events.registration.admin.viewsets import NoDeletionPolicy, RegistrationViewSet
from events.registration.models import Registration

register_permission_policy(Registration, NoDeletionPolicy(Registration))
register_snippet(RegistrationViewSet)
hooks.register("register_bulk_action", MoveBulkAction)
# After Wagtail's own deletion, which it replaces.
hooks.register("register_bulk_action", CancelBulkAction, order=100)
hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)


@hooks.register("before_delete_snippet")
def keep_what_others_need(request: HttpRequest, rows: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete rows that registrations protect.

    Wagtail's reference index does not hold them, so Wagtail would ask for confirmation and fail.
    """
    model = type(rows[0])
    try:
        Collector(using=router.db_for_write(model)).collect(rows)
    except ProtectedError:
        words = _(
            "Nothing was deleted: other records still belong to it. "
            "A session with registrations can be cancelled instead."
        )
        messages.error(request, words)
        viewset: SnippetViewSet = model.snippet_viewset  # type: ignore[attr-defined]  # set by Wagtail
        return redirect(viewset.get_url_name("list"))
    return None


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Offer the actions on a registration or a session beside it in the list."""
    if isinstance(snippet, Registration):
        if user.has_perm("registration.change_registration"):
            yield from _verbs_of_registration(snippet)
        if user.has_perm("registration.view_registration"):
            url = reverse("registration-changes", args=[snippet.pk])
            yield Button(_("Who changed what"), url, icon_name="history")
    elif isinstance(snippet, EventSession):
        if user.has_perm("registration.view_registration"):
            url = f"{reverse(LIST)}?session={snippet.pk}"
            yield Button(_("Registrations of this session"), url, icon_name="group")
            yield from _papers_of_session(snippet, user)
            url = reverse("session-changes", args=[snippet.pk])
            yield Button(_("Who changed what"), url, icon_name="history")
        if user.has_perm("registration.change_attendance"):
            url = reverse(CHECK_IN, kwargs={"session_id": snippet.pk})
            yield Button(_("Check-in"), url, icon_name="check")
            url = reverse(IMPORT_ATTENDANCE, kwargs={"session_id": snippet.pk})
            yield Button(_("Import attendance"), url, icon_name="upload")
        if user.has_perm("events.change_eventsession"):
            yield from _verbs_of_session(snippet)


def _verbs_of_registration(registration: Registration) -> Iterator[Button]:
    """Yield the actions on a registration in its state."""

    def address(verb: str) -> str:
        return reverse(f"wagtailsnippets_registration_registration:{verb}", args=[registration.pk])

    if registration.state == Registration.State.PENDING_APPROVAL:
        yield Button(_("Approve this registration"), address("approve"), icon_name="check")
        yield Button(_("Refuse this registration"), address("reject"), icon_name="cross")
    if registration.looks_automated:
        yield Button(_("A person sent this registration"), address("vouch"), icon_name="user")
    if registration.is_live:
        yield Button(_("Move this registration"), address("move"), icon_name="arrow-right")
        yield Button(_("Cancel this registration"), address("cancel"), icon_name="cross")


def _papers_of_session(session: EventSession, user: User) -> Iterator[Button]:
    """Yield the prints of a session."""
    badges, sheet = (
        reverse(name, args=[session.pk]) for name in ("session-badges", "session-sign-in")
    )
    yield Button(_("Badges"), badges, icon_name="tag")
    yield Button(_("Sign-in sheet"), sheet, icon_name="list-ul")
    if user.has_perm(SEE_NEEDS):
        url = reverse("session-needs", args=[session.pk])
        yield Button(_("Catering and access list"), url, icon_name="clipboard-list")


def _verbs_of_session(session: EventSession) -> Iterator[Button]:
    """Yield postponing and cancelling, where the session's status allows them."""
    to_come = session.status == EventSession.Status.SCHEDULED and not session.is_over
    if to_come:
        url = reverse("session-postpone", args=[session.pk])
        yield Button(_("Postpone this session"), url, icon_name="date")
    if to_come or session.status == EventSession.Status.POSTPONED:
        url = reverse("session-cancel", args=[session.pk])
        yield Button(_("Cancel this session"), url, icon_name="cross")
