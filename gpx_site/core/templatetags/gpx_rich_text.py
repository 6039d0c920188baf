"""Rich text in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from gpx_site.core import rich_text

register = template.Library()


@register.filter
def safe_rich_text(html: str) -> SafeString:
    """Write rich text without unsafe elements."""
    return mark_safe(rich_text.safe(html))
