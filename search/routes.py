"""The addresses of search."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from search import api, views

urlpatterns = [path(_("search/"), views.search, name="search")]
api_urlpatterns = [
    path("search/", api.search, name="api-search"),
    path("suggest/", api.suggest, name="api-suggest"),
]
