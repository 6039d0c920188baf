"""The shared records in the staff admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.views.snippets_api import SnippetViewSet

from gpx_site.core.viewsets import OrganisationViewSet, PeopleGroup, TopicViewSet

register_snippet(PeopleGroup)
register_snippet(OrganisationViewSet)
register_snippet(TopicViewSet)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The hub's colours in the staff admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


def snippet_names(request: HttpRequest, **address: str) -> HttpResponseBase:
    """The names that wagtail-localize's editor offers, for staff who may change such records.

    The package itself asks for no permission and would tell every member of staff who has booked.
    """
    model = get_snippet_model_from_url_params(address["app_label"], address["model_name"])
    if not user_can_edit_snippet_type(request.user, model):
        raise PermissionDenied
    view: Any = SnippetViewSet.as_view({"get": "retrieve" if "pk" in address else "list"})
    return view(request, **address)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """In place of the package's own two addresses, which are registered after these."""
    base = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
    return [path(base, snippet_names), path(f"{base}<str:pk>/", snippet_names)]
