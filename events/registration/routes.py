"""The addresses of registration: booking, a registrant's own pages, the check-in, the admin."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.registration.admin import (
    actions,
    attendance_import_views,
    booking_import_views,
    history_views,
    message_views,
    print_views,
    session_actions,
)
from events.registration.booking import views as booking
from events.registration.booking.wizards import GroupWizard, SingleWizard
from events.registration.check_in import views as check_in
from events.registration.manage import join_views, subject_access_views, views
from gpx_site.routing.sub_urls import SubURL

urlpatterns = [
    path(_("bookings/"), views.booking, name="booking"),
    path(_("bookings/cancel/"), views.cancel, name="booking-cancel"),
    path(_("bookings/accept/"), views.accept, name="booking-accept"),
    path(_("bookings/decline/"), views.decline, name="booking-decline"),
    path(_("bookings/details/"), views.details, name="booking-details"),
    path(_("bookings/session/"), views.session, name="booking-session"),
    path(_("bookings/your-data/"), subject_access_views.page, name="booking-data"),
    path(_("bookings/your-data/file/"), subject_access_views.file, name="booking-data-file"),
    path(_("bookings/erase/"), subject_access_views.erase, name="booking-erase"),
    path(_("bookings/erased/"), subject_access_views.erased, name="booking-erased"),
    path(_("bookings/join/"), join_views.join_booking, name="booking-join"),
    path(_("bookings/<str:token>/"), views.open_booking, name="booking-open"),
    path(_("join/<str:token>/"), join_views.join, name="join"),
    path(_("check-in/open/<str:token>/"), check_in.open_check_in, name="check-in-open"),
    path(_("check-in/ticket/<str:reference>/"), check_in.ticket, name="check-in-ticket"),
    path(_("check-in/worker.js"), check_in.worker, name="check-in-worker"),
    path(_("check-in/left/"), check_in.left, name="check-in-left"),
    path(_("check-in/<int:session_id>/"), check_in.check_in, name="check-in"),
    path(_("check-in/<int:session_id>/walk-in/"), check_in.walk_in, name="check-in-walk-in"),
    path(_("check-in/<int:session_id>/state/"), check_in.state, name="check-in-state"),
    path(_("check-in/<int:session_id>/sync/"), check_in.sync, name="check-in-sync"),
    path(_("check-in/<int:session_id>/leave/"), check_in.leave, name="check-in-leave"),
]

#: What each step adds to the address of its form, in English and in Welsh.
STEPS = {
    "details": ("", ""),
    "language": ("language/", "iaith/"),
    "needs": ("needs/", "anghenion/"),
    "questions": ("questions/", "cwestiynau/"),
}
GROUP_STEPS = {"contact": ("", ""), "people": ("people/", "pobl/")}
LAST_STEPS = {"check": ("check/", "gwirio/"), "done": ("done/", "wedi-gorffen/")}

REGISTER = ("register/<int:session_id>/", "cofrestru/<int:session_id>/")
REGISTER_GROUP = (f"{REGISTER[0]}group/", f"{REGISTER[1]}grwp/")
BOOKING = (
    (SingleWizard(), REGISTER, STEPS | LAST_STEPS),
    (GroupWizard(), REGISTER_GROUP, GROUP_STEPS | LAST_STEPS),
)
VIEWS = {"check": booking.check, "done": booking.done}

sub_urls = [
    SubURL(
        "events.EventPage",
        wizard.route(step),
        partial(VIEWS.get(step) or partial(booking.question, step=step), wizard=wizard),
        en=start[0] + en,
        cy=start[1] + cy,
    )
    for wizard, start, steps in BOOKING
    for step, (en, cy) in steps.items()
]
admin_urlpatterns = [
    path(
        "registrations/import/",
        booking_import_views.UploadView.as_view(),
        name="registration-imports",
    ),
    path(
        "registrations/import/template.csv",
        booking_import_views.TemplateView.as_view(),
        name="registration-import-template",
    ),
    path(
        "registrations/import/<int:pk>/",
        booking_import_views.PreviewView.as_view(),
        name=booking_import_views.IMPORT,
    ),
    path(
        "registrations/message/", message_views.MessageView.as_view(), name="registration-message"
    ),
    path(
        "registrations/<int:pk>/changes/",
        history_views.RegistrationChangesView.as_view(),
        name="registration-changes",
    ),
    path("sessions/<int:pk>/badges/", print_views.BadgesView.as_view(), name="session-badges"),
    path("sessions/<int:pk>/sign-in/", print_views.SignInView.as_view(), name="session-sign-in"),
    path("sessions/<int:pk>/needs/", print_views.NeedsView.as_view(), name="session-needs"),
    path(
        "sessions/<int:pk>/postpone/",
        session_actions.PostponeView.as_view(),
        name="session-postpone",
    ),
    path(
        "sessions/<int:pk>/cancel/",
        session_actions.CancelSessionView.as_view(),
        name="session-cancel",
    ),
    path(
        "sessions/<int:pk>/changes/",
        history_views.SessionChangesView.as_view(),
        name="session-changes",
    ),
    path(
        "sessions/<int:session_id>/attendance/",
        attendance_import_views.AttendanceImportView.as_view(),
        name=attendance_import_views.IMPORT_ATTENDANCE,
    ),
    path("check-in/<int:session_id>/", actions.CheckInView.as_view(), name=actions.CHECK_IN),
]
