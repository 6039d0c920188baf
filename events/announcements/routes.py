"""The addresses of announcements: the e-mail list, and the kit of an event in the admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.announcements import staff_views, views

urlpatterns = [
    path(_("email-news/"), views.ask, name="news"),
    path(_("email-news/sent/"), views.sent, name="news-sent"),
    path(_("email-news/confirm/<str:token>/"), views.confirm, name="news-confirm"),
    path(_("email-news/leave/<str:token>/"), views.leave, name="news-leave"),
]
admin_urlpatterns = [
    path("events/<int:pk>/kit/", staff_views.KitView.as_view(), name="announcement-kit"),
    path(
        "events/<int:pk>/kit/<slug:language>.svg",
        staff_views.CodeView.as_view(),
        name="announcement-code",
    ),
]
