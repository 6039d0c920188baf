"""Addresses of a registrant's own pages and of the check-in, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.registration.check_in import views as door
from events.registration.manage import join_views as joining
from events.registration.manage import subject_access_views as own_data
from events.registration.manage import views

urlpatterns = [
    path(_("bookings/"), views.booking, name="booking"),
    path(_("bookings/cancel/"), views.cancel, name="booking-cancel"),
    path(_("bookings/accept/"), views.accept, name="booking-accept"),
    path(_("bookings/decline/"), views.decline, name="booking-decline"),
    path(_("bookings/details/"), views.details, name="booking-details"),
    path(_("bookings/session/"), views.session, name="booking-session"),
    path(_("bookings/your-data/"), own_data.page, name="booking-data"),
    path(_("bookings/your-data/file/"), own_data.file, name="booking-data-file"),
    path(_("bookings/erase/"), own_data.erase, name="booking-erase"),
    path(_("bookings/erased/"), own_data.erased, name="booking-erased"),
    path(_("bookings/join/"), joining.join_booking, name="booking-join"),
    path(_("bookings/<str:token>/"), views.open_booking, name="booking-open"),
    path(_("join/<str:token>/"), joining.join, name="join"),
    path(_("check-in/open/<str:token>/"), door.open_check_in, name="check-in-open"),
    path(_("check-in/ticket/<str:reference>/"), door.ticket, name="check-in-ticket"),
    path(_("check-in/worker.js"), door.worker, name="check-in-worker"),
    path(_("check-in/left/"), door.left, name="check-in-left"),
    path(_("check-in/<int:session_id>/"), door.check_in, name="check-in"),
    path(_("check-in/<int:session_id>/walk-in/"), door.walk_in, name="check-in-walk-in"),
    path(_("check-in/<int:session_id>/state/"), door.state, name="check-in-state"),
    path(_("check-in/<int:session_id>/sync/"), door.sync, name="check-in-sync"),
    path(_("check-in/<int:session_id>/leave/"), door.leave, name="check-in-leave"),
]
