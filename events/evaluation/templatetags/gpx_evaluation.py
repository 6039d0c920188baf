"""Print figures, rounded half up at the very end, and list the published results of an event."""

from dataclasses import dataclass

from django import template

from events.evaluation.charts import DrawnQuestion, draw
from events.evaluation.metrics import round_half_up
from events.evaluation.published import public_results
from events.feedback.models import FeedbackForm
from events.models import Event
from gpx_site.i18n.bilingual import active_language

register = template.Library()


@register.filter
def hundredfold(value: float) -> str:
    """Return a proportion as per cent or percentage points, to one decimal."""
    return str(round_half_up(100 * value, 1)).replace("-", "−")


@register.filter
def decimals(value: float, places: int = 1) -> str:
    """Return a number with ``places`` decimals."""
    return str(round_half_up(float(value), places)).replace("-", "−")


@register.filter
def p_value(value: float) -> str:
    """Return a probability with its sign, to three decimals; below 0.001 as "< 0.001"."""
    return "< 0.001" if value < 0.001 else f"= {round_half_up(value, 3)}"


@dataclass(frozen=True)
class PublishedForm:
    """A form with published figures, and their charts."""

    form: FeedbackForm
    charts: list[DrawnQuestion]


@register.simple_tag
def published_of(event: Event) -> list[PublishedForm]:
    """Return the forms of ``event`` whose figures are published."""
    codes = event.feedback_forms.order_by().values("code")
    found = public_results(codes, active_language()).values()
    return [
        PublishedForm(result.form, draw(result.questions))
        for result in found
        if result.state == "shown"
    ]
