"""The code on a ticket: its address leads staff at check-in to its holder."""

from collections.abc import Iterable
from io import BytesIO

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from gpx_site.i18n import language_hosts
from gpx_site.mail.services import Picture

#: The width of each square of the code in a picture, in pixels.
SCALE = 8


def ticket_address(reference: str) -> str:
    """Return the full address in the ticket's code, in the active language, without a name."""
    return language_hosts.absolute(reverse("check-in-ticket", kwargs={"reference": reference}))


def svg_code(address: str) -> SafeString:
    """Return ``address`` as a QR code: an ``<svg>`` without a size, dark on light in every scheme.

    It has no inline style, which the content security policy forbids, and the four light modules
    around it that scanners need.
    """
    code = _code(address)
    return mark_safe(code.svg_inline(omitsize=True, light="#fff", svgclass="gpx-code"))


def ticket_picture(reference: str, languages: Iterable[str]) -> Picture:
    """Return the ticket as a picture for an e-mail in ``languages``."""
    shows = []
    for language in languages:
        with override(language):
            words = _("Code of the ticket with the reference %(reference)s")
            shows.append((words % {"reference": reference}, ticket_address(reference)))
    content = BytesIO()
    _code(shows[0][1]).save(content, kind="png", scale=SCALE)
    return Picture(
        filename=f"{reference}.png",
        content=content.getvalue(),
        alternative=" / ".join(words for words, _address in shows),
    )


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")
