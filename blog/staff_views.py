"""The admin's page of reblogs: request one by its address, and see the latest requests."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from blog import services
from blog.models import BlogIndexPage, Reblog
from gpx_site.core.requests import StaffRequest
from gpx_site.safe_http.errors import FetchError

URL = "blog_reblogs"
PER_PAGE = 50


# Django's views and fields take a type argument in the stubs alone.
if TYPE_CHECKING:
    BlogField = forms.ModelChoiceField[BlogIndexPage]
    ReblogFormView = FormView["ReblogForm"]
else:
    BlogField = forms.ModelChoiceField
    ReblogFormView = FormView


def blogs_of(user: Any) -> list[BlogIndexPage]:
    """The blogs in which ``user`` may write posts."""
    blogs = BlogIndexPage.objects.select_related("locale").order_by("path")
    return [blog for blog in blogs if blog.permissions_for_user(user).can_add_subpage()]


class BlogChoiceField(BlogField):
    """A choice of a blog by its language."""

    def label_from_instance(self, blog: BlogIndexPage) -> str:
        """Name the language and the blog."""
        return f"{blog.locale} ({blog.title})"


class ReblogForm(forms.Form):
    """The address of another site's post, and the blog that passes it on."""

    url = forms.CharField(
        label=gettext_lazy("Address of the post"),
        help_text=gettext_lazy("Copy it from the address bar of your browser."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the address of the post.")},
    )
    blog = BlogChoiceField(
        label=gettext_lazy("Language of our own words about it"),
        queryset=BlogIndexPage.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, blogs: list[BlogIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(BlogChoiceField, self.fields["blog"])
        field.queryset = BlogIndexPage.objects.filter(pk__in=[blog.pk for blog in blogs])


class ReblogView(WagtailAdminTemplateMixin, ReblogFormView):
    """The form, and the latest addresses with their drafts or the reasons why there is none."""

    request: StaffRequest
    form_class = ReblogForm
    template_name = "blog/admin/reblogs.html"
    page_title = gettext_lazy("Reblog a post")
    header_icon = "redirect"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away those who may write in no blog."""
        self.blogs = blogs_of(request.user)
        if not self.blogs:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the admin's home."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_initial(self) -> dict[str, Any]:
        """The blog whose button brought the editor here."""
        return {"blog": self.request.GET.get("blog")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the editor's own blogs."""
        return super().get_form_kwargs() | {"blogs": self.blogs}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The addresses that were asked for, latest first."""
        rows = Reblog.objects.select_related("page", "blog", "asked_by")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"reblogs": page}

    def form_valid(self, form: ReblogForm) -> HttpResponse:
        """Enqueue the fetching, and show a message."""
        blog = form.cleaned_data["blog"]
        url = form.cleaned_data["url"]
        try:
            reblog = services.request_reblog(url=url, blog=blog, actor=self.request.user)
        except FetchError as error:
            form.add_error("url", str(error.message))
            return self.form_invalid(form)
        if reblog.page_id:
            messages.info(self.request, _("This post has a draft or a page already."))
            return redirect("wagtailadmin_pages:edit", reblog.page_id)
        text = _("We are fetching the post. Its draft will be in the list below in a moment.")
        messages.success(self.request, text)
        return redirect(URL)
