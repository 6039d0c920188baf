"""Tickets in templates."""

from django import template
from django.utils.safestring import SafeString

from events.registration.notifications.tickets import svg_code, ticket_address

register = template.Library()


@register.simple_tag
def ticket_code(reference: str) -> SafeString:
    """Return the code of the ticket with this reference, as an ``<svg>``."""
    return svg_code(ticket_address(reference))


@register.simple_tag
def svg_of(address: str) -> SafeString:
    """Return an address as a QR code, as an ``<svg>``."""
    return svg_code(address)
