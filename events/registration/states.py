"""The states of a registration, and which of them hold a place."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a registration stands. Attendance is not a state: see ``Attendance``."""

    UNVERIFIED = "unverified", _("Address not yet confirmed")
    PENDING_APPROVAL = "pending_approval", _("Waiting for approval")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("Offered a place")
    LAPSED = "lapsed", _("Offer ran out")
    DECLINED = "declined", _("Offer declined")
    CANCELLED_BY_ATTENDEE = "cancelled_by_attendee", _("Cancelled by the attendee")
    CANCELLED_BY_ORGANISER = "cancelled_by_organiser", _("Cancelled by us")
    REJECTED = "rejected", pgettext_lazy("registration", "Not approved")


class CancelReason(models.TextChoices):
    """Why staff cancel a registration; the e-mail gives the reason in the registrant's language."""

    ASKED = "asked", _("They asked us to")
    DUPLICATE = "duplicate", _("They are registered twice")
    AUDIENCE = "audience", _("The session is for other roles")
    FEWER_PLACES = "fewer_places", _("There are fewer places than we had planned")
    OTHER = "other", _("Another reason; the letter names none")


#: States that take up one of the session's places.
HOLDING_PLACE = (State.UNVERIFIED, State.PENDING_APPROVAL, State.CONFIRMED, State.OFFERED)
#: States of which a person has at most one in a session; every other state is final.
LIVE = (*HOLDING_PLACE, State.WAITLISTED)
