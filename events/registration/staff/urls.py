"""Addresses of what staff do with many registrations."""

from django.urls import path

from events.registration.staff import imports, messages, printed

urlpatterns = [
    path("registrations/import/", imports.UploadView.as_view(), name="registration-imports"),
    path(
        "registrations/import/template.csv",
        imports.TemplateView.as_view(),
        name="registration-import-template",
    ),
    path("registrations/import/<int:pk>/", imports.PreviewView.as_view(), name=imports.IMPORT),
    path("registrations/message/", messages.MessageView.as_view(), name="registration-message"),
    path("sessions/<int:pk>/badges/", printed.BadgesView.as_view(), name="session-badges"),
    path("sessions/<int:pk>/sign-in/", printed.SignInView.as_view(), name="session-sign-in"),
    path("sessions/<int:pk>/needs/", printed.NeedsView.as_view(), name="session-needs"),
]
