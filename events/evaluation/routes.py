"""The addresses of evaluation: the live screen, its JSON, the reports of staff."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.evaluation import edition_views, numbers_views, views

urlpatterns = [
    path(_("capture/<slug:code>/screen/"), views.capture_screen, name="capture-screen"),
]
api_urlpatterns = [
    path("events/<slug:slug>/evaluation/", views.event_evaluation, name="api-event-evaluation"),
    path("captures/<slug:code>/results/", views.capture_results, name="api-capture-results"),
]
admin_urlpatterns = [
    path("numbers/", numbers_views.NumbersView.as_view(), name="numbers"),
    path("evaluation/", views.report_list, name="evaluation_reports"),
    path("evaluation/<slug:code>/", views.report, name="evaluation_report"),
    path("evaluation/<slug:code>/live/", views.report_live, name="evaluation_report_live"),
    path(
        "evaluation/<slug:code>/publish/",
        edition_views.PublishView.as_view(),
        name="evaluation_publish",
    ),
    path(
        "evaluation/<slug:code>/editions/<int:number>/withdraw/",
        edition_views.WithdrawView.as_view(),
        name="evaluation_withdraw",
    ),
]
