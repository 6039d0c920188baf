"""Feedback forms in the staff admin."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from events.feedback.models import FeedbackForm
from events.feedback.staff_forms import FeedbackFormAdminForm, MeaningPanel, ReplacedPanel
from gpx_site.admin.viewsets import MenuOrder, paired

QUESTION_PANELS = [
    FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
    ReplacedPanel("superseded_by", read_only=True),
    paired("text"),
    paired("hint"),
    MultiFieldPanel(
        [
            FieldPanel("desired_direction"),
            paired("low"),
            paired("high"),
            FieldPanel("required"),
        ],
        heading=gettext_lazy("Statements and scales"),
    ),
    InlinePanel(
        "options",
        panels=[
            FieldRowPanel([FieldPanel("slug"), FieldPanel("counts_in_base")]),
            paired("label"),
        ],
        heading=gettext_lazy("Options"),
        label=gettext_lazy("Option"),
    ),
]
CONDITION_PANELS = [
    FieldPanel("slug"),
    FieldRowPanel([FieldPanel("framing"), FieldPanel("situation")]),
    paired("framing_name"),
    paired("framing_text"),
    paired("situation_name"),
    paired("situation_text"),
]
FeedbackForm.base_form_class = FeedbackFormAdminForm


class FeedbackFormViewSet(SnippetViewSet):
    """Forms with their questions, options and conditions."""

    model = FeedbackForm
    icon = "form"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Feedback")
    menu_order = MenuOrder.FEEDBACK
    list_display = [
        "__str__",
        "event",
        "status",
        "delivery",
        Column("invited_count", label=gettext_lazy("Invited")),
        Column("response_count", label=gettext_lazy("Responses")),
    ]
    list_filter = ["status", "delivery", "event"]
    list_per_page = 50
    search_fields = ["title_en", "title_cy", "code"]
    panels = [
        MeaningPanel("changes_meaning"),
        paired("title"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("event")]),
        paired("intro"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("delivery")]),
        FieldRowPanel([FieldPanel("anonymous"), FieldPanel("screen")]),
        InlinePanel(
            "questions",
            panels=QUESTION_PANELS,
            heading=gettext_lazy("Questions"),
            label=gettext_lazy("Question"),
        ),
        InlinePanel(
            "conditions",
            panels=CONDITION_PANELS,
            heading=gettext_lazy("Conditions of a capture"),
            label=gettext_lazy("Condition"),
        ),
    ]

    def get_queryset(self, request: Any) -> Any:
        """Fetch the event and the counts with the form."""
        return FeedbackForm.objects.select_related("event").with_counts()
