"""The report of outstanding translations, and its panel on the admin's home page."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import get_page_content_types
from wagtail.permission_policies.pages import PagePermissionPolicy

from gpx_site.admin.exports import SafeExportMixin
from gpx_site.i18n.bilingual import other_language
from gpx_site.translations import messages
from gpx_site.translations.models import (
    LANGUAGES,
    OutstandingQuerySet,
    OutstandingTranslation,
)

URL, RESULTS_URL = "outstanding", "outstanding_results"
STAFF = {"add", "change", "publish"}


def rows_for(user: User) -> OutstandingQuerySet:
    """Return the rows of pages that ``user`` may see in the admin, with the relations of a list."""
    pages = PagePermissionPolicy().explorable_instances(user)
    return OutstandingTranslation.objects.filter(page__in=pages).with_pages()


def _editors(request: HttpRequest) -> QuerySet[User]:
    known = OutstandingTranslation.objects.values("changed_by")
    return User.objects.filter(pk__in=known).order_by("pk")


class OutstandingFilterSet(WagtailFilterSet):
    """Filters: language, page type, state and editor."""

    language = django_filters.ChoiceFilter(
        label=_("Language that is waited for"),
        choices=list(LANGUAGES.items()),
        method="in_language",
        empty_label=_("Both"),
    )
    content_type = ContentTypeFilter(
        field_name="page__content_type",
        label=_("Kind of page"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )
    standing = django_filters.ChoiceFilter(
        label=_("State"),
        choices=OutstandingTranslation.Standing.choices,
        method="in_standing",
        empty_label=_("All"),
    )
    changed_by = django_filters.ModelChoiceFilter(label=_("Last editor"), queryset=_editors)

    class Meta:
        model = OutstandingTranslation
        fields = ["language", "content_type", "standing", "changed_by"]

    def in_language(
        self, rows: OutstandingQuerySet, _name: str, language: str
    ) -> OutstandingQuerySet:
        """Return the rows whose outstanding translation is in ``language``."""
        return rows.filter(page__locale__language_code=other_language(language))

    def in_standing(
        self, rows: OutstandingQuerySet, _name: str, standing: str
    ) -> OutstandingQuerySet:
        """Return the rows in the state ``standing``."""
        return rows.standing(standing)


def _standing(row: OutstandingTranslation) -> str:
    return f"{row.standing.label}. {messages.leave(row.exception)}".strip()


class OutstandingReportView(SafeExportMixin, ReportView):
    """Missing and outdated translations, and pages allowed in one language; oldest first."""

    model = OutstandingTranslation
    filterset_class = OutstandingFilterSet
    index_url_name, index_results_url_name = URL, RESULTS_URL
    template_name = "translations/admin/report.html"
    page_title = _("Waiting for the other language")
    header_icon = "globe"
    any_permission_required = STAFF
    default_ordering = "since"
    columns = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor="page.get_admin_display_title",
            get_url=lambda row: reverse("pair", args=[row.page_id]),
        ),
        Column("language_name", label=_("Waited for")),
        Column("page.content_type.name", label=_("Kind of page")),
        Column("standing", label=_("State"), accessor=_standing),
        DateColumn("since", label=_("Since"), sort_key="since"),
        Column("age", label=_("Age"), accessor=messages.waiting),
        UserColumn("changed_by", label=_("Last editor")),
    ]
    export_filename = "waiting-for-the-other-language"
    export_headings = {
        "page.get_admin_display_title": _("Page"),
        "language_name": _("Waited for"),
        "page.content_type.name": _("Kind of page"),
        "standing.label": _("State"),
        "alone_until": _("May stand alone until"),
        "since": _("Since"),
        "age": _("Working days"),
        "changed_by": _("Last editor"),
    }
    list_export = list(export_headings)

    @property
    def permission_policy(self) -> PagePermissionPolicy:
        """Return the policy of pages: users with a permission on any page may read the report."""
        return PagePermissionPolicy()

    def get_base_queryset(self) -> OutstandingQuerySet:
        """Return the rows that the user may see."""
        return rows_for(self.request.user)

    def order_queryset(self, queryset: OutstandingQuerySet) -> OutstandingQuerySet:
        """Order equal rows by key, so that the order is stable."""
        ordered: OutstandingQuerySet = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "pk")

    def get_filtered_queryset(self) -> OutstandingQuerySet:
        """Filter and order once; Wagtail's own method filters twice."""
        rows: OutstandingQuerySet = self.get_queryset()
        return rows


class OutstandingPanel(Component):
    """A panel on the admin's home page: the number due, the oldest, and a link to the report."""

    name = "outstanding"
    template_name = "translations/admin/panel.html"
    order = 150
    LISTED = 5

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the number and the oldest of the rows that are due."""
        rows = list(rows_for(self.user).due())
        return {
            "rows": rows[: self.LISTED],
            "total": len(rows),
            "late": sum(row.is_late for row in rows),
            "url": reverse(URL),
        }
