"""Addresses of what a recording consists of; the same in both languages."""

from django.urls import path

from events.recordings import views

urlpatterns = [
    path("<int:pk>/video", views.video, name="recording-video"),
    path("<int:pk>/<slug:language>.vtt", views.subtitles, name="recording-subtitles"),
]
