"""Named reads of events and sessions."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import PageQuerySet

from gpx_site.core.models import Contributor
from gpx_site.i18n.bilingual import LANGUAGES

if TYPE_CHECKING:
    from events.models import (  # noqa: F401 - the bases below name them as text
        AudienceRole,
        EventIndexPage,
        EventSession,
        Venue,
    )

#: How long after a session staff may still book people into it.
RECENT = timedelta(days=30)


class VenueQuerySet(models.QuerySet["Venue"]):
    """Reads of venues."""

    def for_programme(self, programme: "EventIndexPage") -> Self:
        """Return the venues of the events that have a live page below ``programme``."""
        sessions = programme.sessions().order_by().values("venue")
        return self.filter(pk__in=sessions)


class AudienceRoleQuerySet(models.QuerySet["AudienceRole"]):
    """Reads of audience roles."""

    def for_programme(self, programme: "EventIndexPage") -> Self:
        """Return the roles for which there are events with a live page below ``programme``."""
        return self.filter(pk__in=programme.sessions().order_by().values("event__audience"))


class EventSessionQuerySet(models.QuerySet["EventSession"]):
    """Reads of sessions."""

    def upcoming(self) -> Self:
        """Return the sessions that have not ended and are not cancelled, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).exclude(status="cancelled")

    def past(self) -> Self:
        """Return the sessions that took place, newest first."""
        ended = self.filter(ends_at__lte=timezone.now())
        ended = ended.exclude(status__in=["cancelled", "postponed"])
        return ended.order_by("-starts_at", "-pk")

    def with_hosts(self) -> Self:
        """Annotate the name of the first host of the event as ``host_en`` and ``host_cy``."""
        roles = apps.get_model("events.EventRole").objects.filter(event=OuterRef("event"))
        hosts = roles.filter(part="host").order_by("position", "pk")
        return self.annotate(
            **{
                f"host_{each}": Subquery(
                    hosts.annotate(
                        named=Coalesce(f"organisation__name_{each}", "contributor__name")
                    ).values("named")[:1]
                )
                for each in LANGUAGES
            }
        )

    def with_recordings(self) -> Self:
        """Fetch the venue, and a recording that the public may see as ``recording``.

        A session is repeated for each recording; the attribute is missing where there is none.
        """
        both = Q(recordings__subtitles_en__gt="", recordings__subtitles_cy__gt="")
        found = self.annotate(recording=FilteredRelation("recordings", condition=both))
        return found.select_related("venue", "recording").order_by(
            "starts_at", "pk", "recording__pk"
        )

    def for_staff_bookings(self) -> Self:
        """Return the sessions into which staff may book: upcoming, or held within RECENT."""
        recent = timezone.now() - RECENT
        running = self.filter(
            status__in=["scheduled", "completed"], ends_at__gt=recent, by_others=False
        )
        return running.select_related("event", "venue")

    def open_for_registration(self) -> Self:
        """Return the sessions that are open for registration now."""
        now = timezone.now()
        opened = Q(opens_at=None) | Q(opens_at__lte=now)
        not_closed = Q(closes_at=None, starts_at__gt=now) | Q(closes_at__gt=now)
        return self.filter(opened & not_closed, status="scheduled", by_others=False)


class EventPageQuerySet(PageQuerySet):
    """Reads of the pages of events."""

    def with_next_session(self) -> Self:
        """Fetch the event and its next session, as ``next_session``; the soonest first.

        The attribute is missing where no session is upcoming. A page is repeated for each upcoming
        session: limit the answer to one page.
        """
        to_come = Q(event__sessions__ends_at__gt=timezone.now())
        takes_place = ~Q(event__sessions__status="cancelled")
        sessions = FilteredRelation("event__sessions", condition=to_come & takes_place)
        found: Self = (
            self.annotate(next_session=sessions)
            .select_related("event", "next_session__venue")
            .order_by("next_session__starts_at", "next_session__pk")
        )
        return found

    def with_contributor(self, contributor: Contributor) -> Self:
        """Return the pages of a contributor's events, the latest first, annotated ``latest``."""
        found = self.filter(event__roles__contributor=contributor).select_related("event")
        latest: Self = found.annotate(latest=Max("event__sessions__starts_at")).order_by(
            models.F("latest").desc(nulls_last=True), "-pk"
        )
        return latest
