"""How figures of a report are printed: rounded half up, at the very end."""

from django import template

from events.evaluation.metrics import round_half_up

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
