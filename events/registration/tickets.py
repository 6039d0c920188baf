"""The code on a ticket: its address leads staff at the door to whoever holds it."""

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gpx_site.core import hosts


def ticket_address(reference: str) -> str:
    """The full address in the ticket's code, in the active language; it says no name."""
    return hosts.absolute(reverse("check-in-ticket", kwargs={"reference": reference}))


def svg_code(address: str) -> SafeString:
    """``address`` as a QR code: an ``<svg>`` without a size, dark on light in every colour scheme.

    It has no style of its own, so the strict policy holds, and the four light modules around it
    that scanners need.
    """
    code = segno.make_qr(address, error="m")
    return mark_safe(code.svg_inline(omitsize=True, light="#fff", svgclass="gpx-code"))
