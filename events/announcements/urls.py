"""Addresses of the list of those who wish to hear of events."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.announcements import views

urlpatterns = [
    path(_("email-news/"), views.ask, name="news"),
    path(_("email-news/sent/"), views.sent, name="news-sent"),
    path(_("email-news/confirm/<str:token>/"), views.confirm, name="news-confirm"),
    path(_("email-news/leave/<str:token>/"), views.leave, name="news-leave"),
]
