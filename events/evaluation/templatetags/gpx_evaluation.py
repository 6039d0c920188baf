"""How figures are printed, rounded half up at the very end, and what is published of an event."""

from typing import Any

from django import template

from events.evaluation.charts import chart_of
from events.evaluation.metrics import round_half_up
from events.evaluation.published import public_results
from events.models import Event
from gpx_site.i18n.bilingual import active_language

register = template.Library()


@register.filter
def hundredfold(value: float) -> str:
    """A proportion as a number of per cent or percentage points, to one decimal."""
    return str(round_half_up(100 * value, 1)).replace("-", "−")


@register.filter
def decimals(value: float, places: int = 1) -> str:
    """A number to so many decimals."""
    return str(round_half_up(float(value), places)).replace("-", "−")


@register.filter
def p_value(value: float) -> str:
    """A probability to three decimals; the very small ones only as such."""
    return "< 0.001" if value < 0.001 else f"= {round_half_up(value, 3)}"


@register.simple_tag
def published_of(event: Event) -> list[dict[str, Any]]:
    """The forms of ``event`` whose figures are published, each with its ``charts``."""
    codes = event.feedback_forms.order_by().values("code")
    found = public_results(codes, active_language()).values()
    return [
        {"form": result.form, "charts": _charts(result.questions)}
        for result in found
        if result.state == "shown"
    ]


def _charts(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = ({"kind": each["kind"], "chart": chart_of(each)} for each in questions)
    return [each for each in made if each["chart"]]
