"""The state of a session's check-in, for the page and its script."""

from typing import Any

from django.utils.translation import gettext as _

from events.models import EventSession
from events.registration.models import CheckIn, Registration
from gpx_site.core.models.people import normalise_name
from gpx_site.core.templatetags.gpx_dates import gpx_time


def state_of(session: EventSession) -> dict[str, Any]:
    """Return everybody with a confirmed place, who has arrived, and what was overwritten.

    Takes three queries.
    """
    people = [_person(row) for row in session.registrations.for_check_in()]
    arrived = sum(person["arrived"] for person in people)
    return {
        "people": people,
        "summary": _("%(arrived)s of %(total)s have arrived.")
        % {"arrived": arrived, "total": len(people)},
        "overwritten": [_overwritten(*pair) for pair in CheckIn.objects.overwritten(session)],
    }


def _person(row: Registration) -> dict[str, Any]:
    words = (row.name, row.reference, row.organisation_name)
    return {
        "reference": row.reference,
        "name": row.name,
        "organisation": row.organisation_name,
        "arrived": row.has_arrived,
        "words": normalise_name(" ".join(words)),
    }


def matching(people: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """Return the ``people`` in whose name, organisation or reference every word occurs."""
    words = normalise_name(wanted).split()
    return [person for person in people if all(word in person["words"] for word in words)]


def _overwritten(lost: CheckIn, kept: CheckIn) -> str:
    if lost.arrived:
        said = _("%(name)s: arrival noted at %(lost)s, undone by another device at %(kept)s.")
    else:
        said = _("%(name)s: arrival undone at %(lost)s, noted by another device at %(kept)s.")
    return said % {
        "name": lost.registration.name,
        "lost": gpx_time(lost.made_at),
        "kept": gpx_time(kept.made_at),
    }
