"""The blog's snippets in the staff admin, and the menu entry and button of reblogs."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from blog import routes, staff_views
from blog.models import BlogIndexPage, BlogPage
from blog.viewsets import SeriesViewSet
from gpx_site.admin.viewsets import MenuOrder
from gpx_site.core.templatetags.gpx_dates import gpx_date

register_snippet(SeriesViewSet)
hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)


class ReblogMenuItem(MenuItem):
    """Shown to those who may write posts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this member of staff may."""
        return bool(staff_views.blogs_of(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The entry of the menu."""
    return ReblogMenuItem(
        gettext_lazy("Reblog a post"),
        reverse(staff_views.URL),
        name="reblogs",
        icon_name="redirect",
        order=MenuOrder.BLOG + 1,
    )


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Add the button of a reblog to the blog's page."""
    is_blog = isinstance(page.specific_deferred, BlogIndexPage)
    if is_blog and page.permissions_for_user(user).can_add_subpage():
        url = f"{reverse(staff_views.URL)}?blog={page.pk}"
        yield Button(_("Reblog a post"), url, icon_name="redirect", priority=60)


@hooks.register("before_edit_page")
def tell_of_the_original(request: HttpRequest, page: Page) -> None:
    """Show the editor of a reblog its original's licence, and whether it is gone."""
    original = page.original if isinstance(page, BlogPage) else None
    if request.method != "GET" or original is None:
        return
    if original.licence:
        text = _("The other site states a licence: %(licence)s. Check that it lets us share this.")
        messages.info(request, text % {"licence": original.licence})
    if original.gone_since:
        text = _("The original post is no longer at its address. We found it gone on %(date)s.")
        messages.warning(request, text % {"date": gpx_date(original.gone_since)})
