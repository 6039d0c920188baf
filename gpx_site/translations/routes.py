"""The routes of translations in the staff admin: both languages, the report, the editor."""

from django.urls import path

from gpx_site.translations.admin import report
from gpx_site.translations.admin import views as pair_views
from gpx_site.translations.editor import views as editor_views

listing = report.OutstandingReportView
admin_urlpatterns = [
    path("pages/<int:page_id>/pair/", pair_views.pair, name="pair"),
    path("reports/outstanding/", listing.as_view(), name=report.URL),
    path(
        "reports/outstanding/results/",
        listing.as_view(results_only=True),
        name=report.RESULTS_URL,
    ),
    path("pages/<int:page_id>/translate/", editor_views.editor, name="translate"),
    path("pages/<int:page_id>/translate/po/", editor_views.download, name="translate_download"),
    path("pages/<int:page_id>/translate/upload/", editor_views.upload, name="translate_upload"),
]
