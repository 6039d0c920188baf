"""Addresses of a registrant's own pages, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.registration import manage_views as views
from events.registration import own_data_views as own_data

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
    path(_("bookings/<str:token>/"), views.open_booking, name="booking-open"),
]
