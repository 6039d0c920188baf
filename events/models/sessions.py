"""One occurrence of an event: a time, a place, and a number of places."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event, Venue
from events.querysets import EventSessionQuerySet
from gpx_site.core.templatetags.gpx_dates import gpx_date, gpx_time
from gpx_site.i18n.bilingual import BilingualText

if TYPE_CHECKING:
    from events.footprint import Trace
    from events.models.pages import EventPage


class EventSession(models.Model):
    """What people register for.

    ``places_taken`` and ``queue_len`` are counters that only ``events.registration.services``
    changes, each by one conditional UPDATE; an ordinary ``save()`` leaves them alone.
    """

    class Status(models.TextChoices):
        """Where the session stands."""

        SCHEDULED = "scheduled", _("Scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")
        COMPLETED = "completed", _("Completed")

    class Mode(models.TextChoices):
        """How people take part; a hybrid is one session of each."""

        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")

    class DeliveryLanguage(models.TextChoices):
        """The language that is spoken from the front."""

        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")
        BILINGUAL = "bilingual", _("Bilingual")

    #: E-mails to registrants carry the joining instructions from this long before the start.
    NEAR = timedelta(days=3)
    COUNTERS = frozenset({"places_taken", "queue_len"})

    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        related_name="sessions",
        on_delete=models.PROTECT,
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("calendar sequence"), default=0, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        related_name="sessions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    join_url = models.URLField(
        _("joining address"),
        blank=True,
        help_text=_("Shown only to people whose place is confirmed."),
    )
    joining_en = models.TextField(
        _("joining instructions in English"),
        blank=True,
        help_text=_(
            "Sent to everybody with a place three days before, and in every letter from then on."
        ),
    )
    joining_cy = models.TextField(_("joining instructions in Welsh"), blank=True)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )
    overbook_allowance = models.PositiveIntegerField(_("places beyond capacity"), default=0)
    places_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    queue_len = models.PositiveIntegerField(_("waiting"), default=0, editable=False)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Leave empty to close when the session starts."),
    )
    waiting_list = models.BooleanField(_("keep a waiting list"), default=True)
    approval_required = models.BooleanField(
        _("places are given by approval"),
        default=False,
        help_text=_("Whoever registers has a place held until you approve or refuse them."),
    )
    delivery_language = models.CharField(
        _("language of delivery"),
        max_length=10,
        choices=DeliveryLanguage,
        default=DeliveryLanguage.BILINGUAL,
    )
    translation_provided = models.BooleanField(_("simultaneous translation"), default=False)
    bsl_provided = models.BooleanField(_("British Sign Language"), default=False)
    captions_provided = models.BooleanField(_("live captions"), default=False)

    #: A copy of the event's ``supported``, so that the claim of a place need not read the event.
    by_others = models.BooleanField(default=False, editable=False)

    joining = BilingualText()

    #: The page of the event in the reader's language, set by ``EventIndexPage.with_pages``.
    page: "EventPage"
    #: What the event left behind, set by the template tag ``with_footprints``.
    traces: "list[Trace]"

    objects = EventSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                name="session_counters_not_negative",
                condition=Q(places_taken__gte=0, queue_len__gte=0),
            ),
            models.CheckConstraint(
                name="session_in_person_has_a_venue",
                condition=Q(mode="online") | Q(venue__isnull=False),
                violation_error_message=_("Choose a venue, or make the session online."),
            ),
            models.CheckConstraint(
                name="session_joining_in_both_languages",
                condition=Q(joining_en="", joining_cy="") | (~Q(joining_en="") & ~Q(joining_cy="")),
                violation_error_message=_("Give the joining instructions in both languages."),
            ),
            models.UniqueConstraint(
                fields=["event", "starts_at", "mode"],
                name="session_once_per_start_and_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({gpx_date(self.starts_at)}, {gpx_time(self.starts_at)})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save everything but the counters, whose value in memory may be out of date."""
        self.by_others = self.event.supported
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = {
                field.name for field in self._meta.concrete_fields if not field.primary_key
            } - self.COUNTERS
        super().save(*args, **kwargs)

    @property
    def place(self) -> str:
        """The town where it is held, or the word for online."""
        return self.venue.town if self.venue else str(self.Mode.ONLINE.label)

    @property
    def is_over(self) -> bool:
        """Whether it has ended; a postponed session has not, whatever date it was taken off."""
        return self.status != self.Status.POSTPONED and self.ends_at <= timezone.now()

    @property
    def is_near(self) -> bool:
        """Whether it starts soon, or has started."""
        return self.before_start(self.NEAR) <= timezone.now()

    def before_start(self, span: timedelta) -> datetime:
        """Return the time ``span`` before the start.

        Days are counted in local time, so that the hour of the day stays the same.
        """
        days = timedelta(days=span.days)
        start = timezone.localtime(self.starts_at)
        # Subtracting forgets which of two equal hours it was.
        same_hour = (start - days).replace(fold=start.fold)
        return same_hour.astimezone(UTC) - (span - days)

    @property
    def booking_closes_at(self) -> datetime:
        """When registration closes: the chosen time, else the start."""
        return self.closes_at or self.starts_at

    @property
    def is_open(self) -> bool:
        """Whether people may register here now, for a place or for the waiting list."""
        now = timezone.now()
        opened = self.opens_at is None or self.opens_at <= now
        takes_place = self.status == self.Status.SCHEDULED and not self.by_others
        return takes_place and opened and now < self.booking_closes_at

    @property
    def places_left(self) -> int | None:
        """Places that the public may still take; None where there is no limit."""
        if self.queue_len:
            return 0
        if self.capacity is None:
            return None
        return max(0, self.capacity + self.overbook_allowance - self.places_taken)

    @property
    def capacity_state(self) -> str:
        """``open``, ``waiting-list``, ``full`` or ``closed``: nothing more is public."""
        if not self.is_open:
            return "closed"
        if self.places_left is None or self.places_left > 0:
            return "open"
        return "waiting-list" if self.waiting_list else "full"
