"""The shared records in the staff admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from gpx_site.core import other_language
from gpx_site.core.desk import hooks as desk_hooks  # noqa: F401 - registers them
from gpx_site.core.pairs.admin import hooks as pair_hooks  # noqa: F401 - registers them
from gpx_site.core.viewsets import OrganisationViewSet, PeopleGroup, TopicViewSet

register_snippet(PeopleGroup)
register_snippet(OrganisationViewSet)
register_snippet(TopicViewSet)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The hub's colours in the staff admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


hooks.register("register_rich_text_features", other_language.register)
