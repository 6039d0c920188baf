"""Addresses of the JSON interface."""

from django.urls import path

from events.programme import api

urlpatterns = [path("events/", api.events, name="api-events")]
