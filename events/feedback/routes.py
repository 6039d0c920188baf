"""The addresses of feedback: the form, its links, capture in the room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.feedback import views

urlpatterns = [
    path(_("feedback/"), views.answer, name="feedback"),
    path(_("feedback/thanks/"), views.thanks, name="feedback-thanks"),
    path(_("feedback/<str:token>/"), views.open_link, name="feedback-link"),
    path(_("capture/<slug:code>/"), views.capture, name="capture"),
]
