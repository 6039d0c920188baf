"""What templates say of sessions."""

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
    """Say in a word or two whether there is a place, as ``text`` and the ``classes`` of a tag.

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
    """What sort of event it is; of an event of others also who holds it."""
    kind = session.event.get_kind_display()
    if not session.by_others:
        return kind
    host = getattr(session, f"host_{active_language()}", None)
    if not host:
        return _("%(kind)s of others, which we support") % {"kind": kind}
    return _("%(kind)s of others, which we support. Host: %(host)s") % {"kind": kind, "host": host}


@register.filter
def session_languages(session: EventSession) -> list[str]:
    """The languages of a session and the help with them, a phrase each."""
    spoken = {
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
    """The programme's page in the reader's language, as ``index``, and its next ``sessions``."""
    index = EventIndexPage.objects.live().filter(locale__language_code=active_language()).first()
    if index is None:
        return {}
    return {"index": index, "sessions": index.with_pages(index.sessions().upcoming()[:count])}


@register.simple_tag(takes_context=True)
def the_programme(context: template.Context) -> EventIndexPage | None:
    """The programme in the reader's language; asks the database nothing that is known already."""
    return page_path.find(context["request"]).section(EventIndexPage)


register.simple_tag(structured_data.venue_url)


@register.simple_tag
def role_url(programme: EventIndexPage | None, role: AudienceRole) -> str:
    """The path of the page of ``role``; empty without a programme."""
    if programme is None:
        return ""
    return programme.sub_url("role", slug=role.slugs[programme.locale.language_code])


@register.simple_tag
def roles_told_by(programme: EventIndexPage) -> QuerySet[AudienceRole]:
    """The roles for which the programme has or had events."""
    return AudienceRole.objects.for_programme(programme)


@register.simple_tag
def with_footprints(sessions: list[EventSession]) -> list[EventSession]:
    """``sessions``, each with what its event left behind as ``traces``: one query."""
    left = footprint.footprints({session.event_id for session in sessions})
    for session in sessions:
        session.traces = left[session.event_id]
    return sessions


@register.simple_tag
def fetch_renditions(people: list[EventRole], *shown: Any) -> str:
    """Fetch those of all pictures that a page shows, in one query, before it shows them."""
    described = [*(role.contributor for role in people), *(each for rows in shown for each in rows)]
    pictures((), [each.image for each in described if each.image])
    return ""


@register.simple_tag
def traces_of(**rows: Any) -> list[footprint.Trace]:
    """Say how many of each kind there are: ``{% traces_of slides=slides posts=posts %}``."""
    return footprint.traces({kind: len(those) for kind, those in rows.items()})


@register.simple_tag
def calendar_url(programme: EventIndexPage) -> str:
    """The address of the month of today in the calendar of ``programme``."""
    today = timezone.localdate()
    return programme.sub_url("month", year=today.year, month=today.month)


@register.simple_tag
def venue_as_place(venue: Venue, programme: EventIndexPage) -> list[Thing]:
    """The venue for search engines."""
    return [structured_data.place(venue, programme)]


@register.simple_tag(takes_context=True)
def sessions_as_events(
    context: template.Context,
    page: EventPage,
    upcoming: list[EventSession],
    past: list[EventSession],
    roles: list[EventRole],
) -> list[Thing]:
    """The sessions to come, or else those that have been, for search engines."""
    picture = picture_url(page.image) if page.image else ""
    programme = the_programme(context)
    return [
        structured_data.session_event(page, session, roles, picture, programme)
        for session in upcoming or past
    ]


@register.simple_tag
def in_both(words: Any) -> SafeString:
    """Say lazily translated ``words`` in both languages, Welsh first, each marked as its own."""
    said = []
    for language in ("cy", "en"):
        with override(language):
            said.append((language, str(words)))
    return format_html_join(" / ", '<span lang="{}">{}</span>', said)
