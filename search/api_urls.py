"""Addresses below ``/api/``."""

from django.urls import path

from search import api

urlpatterns = [
    path("search/", api.search, name="api-search"),
    path("suggest/", api.suggest, name="api-suggest"),
]
