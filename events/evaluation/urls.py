"""Addresses of what the public sees of evaluation, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.evaluation import views

urlpatterns = [
    path(_("capture/<slug:code>/screen/"), views.capture_screen, name="capture-screen"),
]
