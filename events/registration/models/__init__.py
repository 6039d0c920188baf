"""Registrations with their needs, answers, offers, links, groups, messages and attendance."""

from events.registration.models.attendance_import import AttendanceImport, UnmatchedAttendee
from events.registration.models.bookings import (
    AccessLink,
    Attendance,
    Registration,
    RegistrationNeeds,
    WaitingListOffer,
    new_reference,
)
from events.registration.models.check_in import CheckIn
from events.registration.models.groups import GroupBooking
from events.registration.models.imports import BookingImport
from events.registration.models.messages import RegistrationMessage
from events.registration.models.questions import (
    RegistrationAnswer,
    RegistrationOption,
    RegistrationQuestion,
)

__all__ = [
    "AccessLink",
    "Attendance",
    "AttendanceImport",
    "BookingImport",
    "CheckIn",
    "GroupBooking",
    "Registration",
    "RegistrationAnswer",
    "RegistrationMessage",
    "RegistrationNeeds",
    "RegistrationOption",
    "RegistrationQuestion",
    "UnmatchedAttendee",
    "WaitingListOffer",
    "new_reference",
]
