"""Registrations, offers of places, links and attendance."""

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import AudienceRole, EventSession
from events.registration.models.groups import GroupBooking
from events.registration.querysets import (
    AccessLinkQuerySet,
    RegistrationQuerySet,
    WaitingListOfferQuerySet,
)
from events.registration.states import HOLDING_PLACE, LIVE, State
from gpx_site.core.models import Organisation, Person

#: No vowels, so that no word appears, and no characters that are easily confused.
REFERENCE_ALPHABET = "CDFGHJKMNPQRTVWXZ234679"
REFERENCE_LENGTH = 8


def staff_member() -> "models.ForeignKey[User | None, User | None]":
    """Return the field of the member of staff who made a row."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of staff"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
    )


def new_reference() -> str:
    """Return eight characters that can be read out over the telephone."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(REFERENCE_LENGTH))


class Registration(models.Model):
    """One person's registration for one session.

    Only ``events.registration.services`` changes ``state``. Final rows stay: a person who books
    again has a new row. Name and address are copied from the form, so that what was booked stays
    as it was when the person changes; erasing a person blanks both.
    """

    class MailLocale(models.TextChoices):
        """The language in which we write to the registrant."""

        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Welsh and English")

    class Source(models.TextChoices):
        """How the registration reached us."""

        WEB = "web", _("Website")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        STAFF = "staff", _("Staff")
        IMPORT = "import", _("Imported")

    State = State

    # Wagtail's index of references would cost six queries a booking, and nothing reads it.
    wagtail_reference_index_ignore = True

    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="registrations",
        on_delete=models.PROTECT,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        related_name="registrations",
        on_delete=models.PROTECT,
    )
    reference = models.CharField(
        _("reference"),
        max_length=REFERENCE_LENGTH,
        unique=True,
        default=new_reference,
        editable=False,
    )
    state = models.CharField(_("state"), max_length=24, choices=State)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email_key = models.CharField(_("e-mail address"), max_length=254, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="registrations",
        on_delete=models.SET_NULL,
    )
    organisation_text = models.CharField(
        _("organisation not in the directory"), max_length=150, blank=True
    )
    group = models.ForeignKey(
        GroupBooking,
        verbose_name=_("group booking"),
        null=True,
        blank=True,
        editable=False,
        related_name="members",
        on_delete=models.SET_NULL,
    )
    role = models.ForeignKey(
        AudienceRole,
        verbose_name=_("role"),
        null=True,
        blank=True,
        related_name="registrations",
        on_delete=models.SET_NULL,
    )
    role_text = models.CharField(_("another role"), max_length=150, blank=True)
    mail_locale = models.CharField(
        _("language of correspondence"), max_length=4, choices=MailLocale
    )
    wants_welsh_at_event = models.BooleanField(_("wishes to use Welsh at the event"), default=False)
    source = models.CharField(_("source"), max_length=6, choices=Source, default=Source.WEB)
    created_by = staff_member()
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    looks_automated = models.BooleanField(
        _("may have been sent by a robot"), default=False, editable=False
    )
    queued_at = models.DateTimeField(_("joined the waiting list"), null=True, editable=False)
    ended_at = models.DateTimeField(_("cancelled, declined or ran out"), null=True, editable=False)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["session", "state", "queued_at", "id"], name="registration_queue")
        ]
        constraints = [
            # An erased person's address is blank: two of them may share a session.
            models.UniqueConstraint(
                fields=["session", "email_key"],
                condition=Q(state__in=LIVE) & ~Q(email_key=""),
                name="registration_once_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITLISTED) | Q(queued_at__isnull=False),
                name="registration_waiting_since",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_live(self) -> bool:
        """Whether the registration still counts: with a place, waiting or to be approved."""
        return self.state in LIVE

    @property
    def holds_place(self) -> bool:
        """Whether it takes up one of the session's places."""
        return self.state in HOLDING_PLACE

    @property
    def has_arrived(self) -> bool:
        """Whether the attendance record says that the person came."""
        attendance: Attendance | None = getattr(self, "attendance", None)
        came = (Attendance.Outcome.ATTENDED, Attendance.Outcome.PARTIAL)
        return attendance is not None and attendance.outcome in came

    @property
    def organisation_name(self) -> str:
        """The organisation in the active language, or as the registrant typed it."""
        return self.organisation.name if self.organisation else self.organisation_text

    @property
    def answers_in_words(self) -> str:
        """The answers to the event's own questions, in the active language."""
        return "; ".join(f"{each.question}: {each.words}" for each in self.answers.all())

    @property
    def role_name(self) -> str:
        """The role in the active language, or as the registrant typed it."""
        return self.role.name if self.role else self.role_text


class RegistrationNeeds(models.Model):
    """What someone needs in order to take part: special category data, deleted soon after."""

    registration = models.OneToOneField(
        Registration,
        verbose_name=_("registration"),
        related_name="needs",
        on_delete=models.CASCADE,
    )
    access = models.TextField(_("access needs"), blank=True, max_length=500)
    dietary = models.TextField(_("dietary needs"), blank=True, max_length=500)
    bsl = models.BooleanField(_("British Sign Language"), default=False)
    translation = models.BooleanField(_("simultaneous translation"), default=False)

    class Meta:
        verbose_name = _("needs of a registrant")
        verbose_name_plural = _("needs of registrants")

    def __str__(self) -> str:
        return self.registration.reference


class Attendance(models.Model):
    """Whether the person came."""

    class Outcome(models.TextChoices):
        """What happened on the day."""

        ATTENDED = "attended", _("Attended")
        PARTIAL = "partial", _("Attended in part")
        NO_SHOW = "no_show", _("Did not come")
        UNKNOWN = "unknown", pgettext_lazy("attendance", "Not known")

    class Source(models.TextChoices):
        """How we know."""

        QR = "qr", _("Ticket scanned")
        MANUAL = "manual", _("Marked by staff")
        IMPORT = "import", _("Imported")
        JOIN_CLICK = "join_click", _("Joined online")

    registration = models.OneToOneField(
        Registration,
        verbose_name=_("registration"),
        related_name="attendance",
        on_delete=models.CASCADE,
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.UNKNOWN)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    walk_in = models.BooleanField(_("came without booking"), default=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now=True)
    recorded_by = staff_member()

    class Meta:
        verbose_name = _("attendance record")
        verbose_name_plural = _("attendance records")

    def __str__(self) -> str:
        return f"{self.registration} ({self.get_outcome_display()})"


class WaitingListOffer(models.Model):
    """A place held for the first on the waiting list until it is taken, declined or runs out."""

    class State(models.TextChoices):
        """What became of the offer."""

        OPEN = "open", pgettext_lazy("offer", "Open")
        ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
        DECLINED = "declined", pgettext_lazy("offer", "Declined")
        EXPIRED = "expired", pgettext_lazy("offer", "Ran out")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        related_name="offers",
        on_delete=models.CASCADE,
    )
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    expires_at = models.DateTimeField(_("runs out"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)

    objects = WaitingListOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("offer of a place")
        verbose_name_plural = _("offers of places")
        indexes = [models.Index(fields=["expires_at"], name="offer_due", condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="open"),
                name="offer_one_open_per_registration",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} ({self.get_state_display()})"


class AccessLink(models.Model):
    """A link that opens one registration, or the check-in of one session, without an account.

    Only the hash of its token is stored. The token itself is derived from ``nonce`` and the
    secret key while an e-mail is built (see ``gpx_site.ops.tokens``), so that building
    the e-mail again gives the same link, and a copy of the database opens nothing.
    """

    class Scope(models.TextChoices):
        """What the link allows."""

        MANAGE = "manage", _("See and cancel")
        OFFER = "offer", _("Answer an offer")
        JOIN = "join", _("Join online")
        CHECK_IN = "checkin", _("Check in")

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        related_name="links",
        null=True,
        on_delete=models.CASCADE,
    )
    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="links",
        null=True,
        on_delete=models.CASCADE,
    )
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        constraints = [
            models.CheckConstraint(
                name="link_opens_a_registration_or_a_check_in",
                condition=Q(scope="checkin", session__isnull=False, registration__isnull=True)
                | (~Q(scope="checkin") & Q(session__isnull=True, registration__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration or self.session} ({self.get_scope_display()})"

    @property
    def booking(self) -> Registration:
        """The registration that the link opens.

        Raises:
            TypeError: the link is for the check-in of a session.
        """
        if self.registration is None:
            raise TypeError("A link to a check-in opens no registration.")
        return self.registration
