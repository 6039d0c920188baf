"""The verbs of registration: the only writers of its tables and of a session's counters."""

from events.registration.services.access_links import (
    CHECK_IN_LASTS,
    check_in_token,
    link_token,
    make_check_in_link,
    open_link,
    revoke_check_in_link,
    revoke_links,
)
from events.registration.services.answers import AnswerInput
from events.registration.services.approval import approve, mark_as_human, reject
from events.registration.services.attendance import (
    Arrival,
    check_in,
    note_arrivals,
    purge_check_ins,
    record_attendance,
    undo_check_in,
)
from events.registration.services.attendance_import import (
    RowOutcome,
    attach,
    dismiss,
    import_attendance,
    outcomes,
    purge_unmatched,
)
from events.registration.services.booking import Booking, Details, Needs, book, cancel
from events.registration.services.capacity import recount
from events.registration.services.change_registration import (
    change_details,
    correct,
    move_registration,
)
from events.registration.services.erasure import erase_registrant
from events.registration.services.errors import (
    AlreadyImported,
    AlreadyRegistered,
    InvalidAnswer,
    LinkExpired,
    LinkUnknown,
    NoAddress,
    NotConfirmed,
    NotLive,
    NotPending,
    NotScheduled,
    OfferExpired,
    RegistrationClosed,
    RegistrationError,
    SessionFull,
    SessionOver,
    TooEarly,
)
from events.registration.services.groups import Contact, Member, book_group
from events.registration.services.imports import carry_out as import_bookings
from events.registration.services.imports import upload as upload_bookings
from events.registration.services.join import OPENS_BEFORE, join
from events.registration.services.messages import send_message
from events.registration.services.recordings import enqueue_recordings
from events.registration.services.reminders import enqueue_reminders, enqueue_thanks
from events.registration.services.retention import (
    purge,
    purge_needs,
    purge_people,
    purge_registrations,
)
from events.registration.services.sessions import (
    cancel_session,
    change_session,
    complete_sessions,
    postpone_session,
)
from events.registration.services.translation import enqueue_translation_warnings
from events.registration.services.waiting_list import (
    accept_offer,
    decline_offer,
    expire_offers,
    granted,
    promote_waiting,
    sweep,
)
from events.registration.services.walk_ins import WalkIn, walk_in
