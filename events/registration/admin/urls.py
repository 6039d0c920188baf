"""Addresses of what staff do with many registrations."""

from django.urls import path

from events.registration.admin import booking_import_views, message_views, print_views

urlpatterns = [
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
    path("sessions/<int:pk>/badges/", print_views.BadgesView.as_view(), name="session-badges"),
    path("sessions/<int:pk>/sign-in/", print_views.SignInView.as_view(), name="session-sign-in"),
    path("sessions/<int:pk>/needs/", print_views.NeedsView.as_view(), name="session-needs"),
]
