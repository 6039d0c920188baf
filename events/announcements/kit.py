"""The announcement kit: text, QR code, picture and links for others to announce an event."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote, urlencode

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import Event, EventPage
from gpx_site.core.templatetags.gpx_dates import gpx_times, gpx_weekday_date
from gpx_site.i18n import language_hosts
from gpx_site.routing.templatetags.gpx_social import picture_url

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Kit:
    """The kit in one language."""

    language: str
    name: str
    words: str
    url: str
    code_url: str
    filename: str
    picture_url: str
    picture_alt: str
    shares: list[tuple[str, str]]


def kits_of(event: Event) -> list[Kit]:
    """Return the kit in each language in which the event has a live page, Welsh first."""
    pages = event.pages.live().select_related("image", "locale").order_by("locale__language_code")
    return [_kit(event, page) for page in pages]


def _kit(event: Event, page: EventPage) -> Kit:
    language = page.locale.language_code
    parts = page.get_url_parts()
    url = language_hosts.absolute(parts[2], language) if parts and parts[2] else ""
    with override(language):
        words = _words(event, page, url)
        subject = event.title
    return Kit(
        language=language,
        name=NAMES[language],
        words=words,
        url=url,
        code_url=reverse("announcement-code", args=[event.pk, language]),
        filename=f"{event.slug}-{language}.svg",
        picture_url=picture_url(page.image) if page.image else "",
        picture_alt=page.image_alt if page.image else "",
        shares=shares(url, subject, words),
    )


def _words(event: Event, page: EventPage, url: str) -> str:
    """Return title, standfirst, dates, places and address as text to copy."""
    sessions = event.sessions.upcoming().select_related("venue")
    when = [
        f"{gpx_weekday_date(each.starts_at)}, {gpx_times(each.starts_at, each.ends_at)}, "
        f"{each.place}"
        for each in sessions
    ]
    parts = [event.title, page.standfirst, "\n".join(when), url]
    return "\n\n".join(filter(None, parts))


def shares(url: str, subject: str, words: str) -> list[tuple[str, str]]:
    """Return plain links that open a message or post with the address; nothing is embedded."""
    mail = urlencode({"subject": subject, "body": words}, quote_via=quote)
    return [
        (_("Email"), f"mailto:?{mail}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': url})}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"),
        ("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': f'{subject} {url}'})}"),
    ]


def code_of(url: str) -> bytes:
    """Return the address as a QR code in SVG, with the light border that readers need."""
    out = BytesIO()
    segno.make_qr(url, error="m").save(out, kind="svg", scale=8, border=4, light="#fff")
    return out.getvalue()
