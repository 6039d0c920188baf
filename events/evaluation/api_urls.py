"""Addresses of the JSON interface."""

from django.urls import path

from events.evaluation import views

urlpatterns = [
    path("events/<slug:slug>/evaluation/", views.event_evaluation, name="api-event-evaluation"),
    path("captures/<slug:code>/results/", views.capture_results, name="api-capture-results"),
]
