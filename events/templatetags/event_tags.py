"""Template tags for sessions, venues and roles."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import footprint
from events.models import (
    AudienceRole,
    EventIndexPage,
    EventPage,
    EventRole,
    EventSession,
    Venue,
)
from events.programme import structured_data
from gpx_site.i18n.bilingual import active_language
from gpx_site.media.renditions import pictures
from gpx_site.routing import page_path
from gpx_site.routing.structured_data import Thing
from gpx_site.routing.templatetags.gpx_social import picture_url

register = template.Library()

STATE_CLASSES = {
    "open": "govuk-tag--green",
    "waiting-list": "govuk-tag--yellow",
    "full": "govuk-tag--orange",
    "closed": "govuk-tag--grey",
}


@register.filter
def session_state(session: EventSession) -> dict[str, str]:
    """Return the state in a word or two, as ``text``, and the ``classes`` of its tag.

    Empty once the session is over.
    """
    if session.status in (EventSession.Status.CANCELLED, EventSession.Status.POSTPONED):
        return {"text": session.get_status_display(), "classes": "govuk-tag--red"}
    if session.is_over or session.by_others:
        return {}
    if session.opens_at and session.opens_at > timezone.now():
        return {"text": _("Registration not yet open"), "classes": "govuk-tag--blue"}
    words = {
        "open": _("Places available"),
        "waiting-list": _("Waiting list"),
        "full": _("Full"),
        "closed": _("Registration closed"),
    }
    state = session.capacity_state
    return {"text": words[state], "classes": STATE_CLASSES[state]}


@register.filter
def session_label(session: EventSession) -> str:
    """Return the kind of event, with the host of an event of others."""
    kind: str = session.event.get_kind_display()
    if not session.by_others:
        return kind
    host = getattr(session, f"host_{active_language()}", None)
    if not host:
        return _("%(kind)s of others, which we support") % {"kind": kind}
    return _("%(kind)s of others, which we support. Host: %(host)s") % {"kind": kind, "host": host}


@register.filter
def session_languages(session: EventSession) -> list[str]:
    """Return the languages of a session and the language support, a phrase each."""
    spoken: dict[str, str] = {
        EventSession.DeliveryLanguage.ENGLISH: _("In English"),
        EventSession.DeliveryLanguage.WELSH: _("In Welsh"),
        EventSession.DeliveryLanguage.BILINGUAL: _("In Welsh and English"),
    }
    help_given = (
        (session.translation_provided, _("Simultaneous translation")),
        (session.bsl_provided, _("British Sign Language interpretation")),
        (session.captions_provided, _("Live captions")),
    )
    return [spoken[session.delivery_language], *(words for given, words in help_given if given)]


@register.simple_tag
def next_sessions(count: int) -> dict[str, Any]:
    """Return the programme in the reader's language as ``index``, and its next ``sessions``."""
    index = EventIndexPage.objects.live().filter(locale__language_code=active_language()).first()
    if index is None:
        return {}
    return {"index": index, "sessions": index.with_pages(index.sessions().upcoming()[:count])}


@register.simple_tag(takes_context=True)
def the_programme(context: template.Context) -> EventIndexPage | None:
    """Return the programme in the reader's language, from the pages of the request."""
    return page_path.find(context["request"]).section(EventIndexPage)


register.simple_tag(structured_data.venue_url)


@register.simple_tag
def role_url(programme: EventIndexPage | None, role: AudienceRole) -> str:
    """Return the path of the page of ``role``, or an empty string without a programme."""
    if programme is None:
        return ""
    return programme.sub_url("role", slug=role.slugs[programme.locale.language_code])


@register.simple_tag
def roles_for_programme(programme: EventIndexPage) -> QuerySet[AudienceRole]:
    """Return the roles for which the programme has events."""
    return AudienceRole.objects.for_programme(programme)


@register.simple_tag
def with_footprints(sessions: list[EventSession]) -> list[EventSession]:
    """Set ``traces`` on each of ``sessions``, what its event left behind, in one query."""
    left = footprint.footprints({session.event_id for session in sessions})
    for session in sessions:
        session.traces = left[session.event_id]
    return sessions


@register.simple_tag
def fetch_renditions(people: list[EventRole], *shown: Any) -> str:
    """Fetch the renditions of all pictures of a page in one query, before it shows them."""
    described = [*(role.contributor for role in people), *(each for rows in shown for each in rows)]
    pictures((), [each.image for each in described if each.image])
    return ""


@register.simple_tag
def traces_of(**rows: Any) -> list[footprint.Trace]:
    """Return the number of each kind in words: ``{% traces_of slides=slides posts=posts %}``."""
    return footprint.traces({kind: len(those) for kind, those in rows.items()})


@register.simple_tag
def calendar_url(programme: EventIndexPage) -> str:
    """Return the address of the current month in the calendar of ``programme``."""
    today = timezone.localdate()
    return programme.sub_url("month", year=today.year, month=today.month)


@register.simple_tag
def venue_as_place(venue: Venue, programme: EventIndexPage) -> list[Thing]:
    """Return the structured data of a venue."""
    return [structured_data.place(venue, programme)]


@register.simple_tag(takes_context=True)
def sessions_as_events(
    context: template.Context,
    page: EventPage,
    upcoming: list[EventSession],
    past: list[EventSession],
    roles: list[EventRole],
) -> list[Thing]:
    """Return the structured data of the upcoming sessions, or else of the past ones."""
    picture = picture_url(page.image) if page.image else ""
    programme = the_programme(context)
    return [
        structured_data.session_event(page, session, roles, picture, programme)
        for session in upcoming or past
    ]


@register.simple_tag
def in_both(words: Any) -> SafeString:
    """Return lazily translated ``words`` in both languages, Welsh first, each with its ``lang``."""
    said = []
    for language in ("cy", "en"):
        with override(language):
            said.append((language, str(words)))
    return format_html_join(" / ", '<span lang="{}">{}</span>', said)
