"""The labels of audit actions of registration."""

from django.utils.translation import gettext_lazy as _

from events.models import EventSession
from events.registration.models import Attendance
from events.registration.states import State
from gpx_site.privacy import audit_labels

audit_labels.register_labels(
    {f"registration.{state}": state.label for state in State}
    | {f"session.{status}": status.label for status in EventSession.Status}
    | {f"attendance.{outcome}": outcome.label for outcome in Attendance.Outcome}
    | {
        "registration.corrected": _("Details corrected by staff"),
        "registration.vouched": _("Found to be sent by a person"),
        "registration.changed": _("Details changed by the registrant"),
        "attendance.join_clicked": _("Followed the link to join"),
        "attendance.imported": _("Attendance report imported"),
        "check_in.link_made": _("Link for phones made"),
        "check_in.link_revoked": _("Link for phones withdrawn"),
        "bookings.imported": _("Bookings imported from a file"),
        "message.sent": _("Message sent to registrants"),
        "mail.registration.message": _("A message from our staff"),
        "session.changed": _("Session changed"),
        "person.erased": _("Person erased"),
        "announcement.sent": _("Announcement sent"),
        "mail.registration.again": _("Your booking, once more"),
        "mail.registration.confirmation": _("Confirmation of your place"),
        "mail.registration.group": _("Your group is registered"),
        "mail.registration.waiting": _("You are on the waiting list"),
        "mail.registration.pending": _("We have your registration"),
        "mail.registration.rejection": _("No place could be given"),
        "mail.registration.offer": _("A place is offered to you"),
        "mail.registration.lapsed": State.LAPSED.label,
        "mail.registration.cancellation": _("Cancellation"),
        "mail.registration.change": _("The session has changed"),
        "mail.registration.postponed": _("The session is postponed"),
        "mail.registration.reminder": _("Reminder"),
        "mail.registration.thanks": _("Thanks for taking part"),
        "mail.registration.moved": _("Your place in another session"),
        "mail.registration.left": _("The session that you left"),
        "mail.registration.recording": _("The recording is ready"),
    }
)
