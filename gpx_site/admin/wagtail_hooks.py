"""The shared records in the staff admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gpx_site.admin.viewsets import OrganisationViewSet, PeopleGroup, TopicViewSet
from gpx_site.i18n import language_spans

register_snippet(PeopleGroup)
register_snippet(OrganisationViewSet)
register_snippet(TopicViewSet)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """Add the colours of the hub to the staff admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


hooks.register("register_rich_text_features", language_spans.register)


@hooks.register("insert_editor_js")
def editor_js() -> str:
    """Add the scripts that protect an editor's unsaved changes."""
    return format_html(
        '<script src="{}" data-signed-out="{}" data-sign-in="{}" data-sign-in-url="{}"'
        ' data-account-url="{}"></script>',
        static("js/editor.js"),
        _("You are signed out. What you have written is still here, but is not saved."),
        _("Sign in in another tab, and come back: it is saved then."),
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_account"),
    )


@hooks.register("construct_help_menu")
def keep_to_our_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's own guides, which are in English and assume one language."""
    outside = ("editor-guide", "whats-new")
    items[:] = [item for item in items if not item.name.startswith(outside)]
