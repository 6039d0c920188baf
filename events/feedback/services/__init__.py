"""The verbs of feedback: invite attendees, take answers. Only they write to its tables."""

from events.feedback.services.answers import Given, is_answer, slots
from events.feedback.services.errors import (
    FeedbackError,
    FormClosed,
    InvalidAnswer,
    InvitationUsed,
    LinkUnknown,
    NothingAnswered,
    SubmissionConflict,
)
from events.feedback.services.intake import (
    Submission,
    clear_mark,
    import_responses,
    is_held,
    is_marked,
    mark_changed,
    marked_forms,
    mix_in,
    submission,
    submit_response,
    was_received,
)
from events.feedback.services.invitations import (
    PURPOSE,
    invite_attendees,
    is_used,
    open_invitation,
    used_ids,
)
from events.feedback.services.wording import (
    REWORDED,
    Rewording,
    log_correction,
    replace_question,
)

__all__ = [
    "PURPOSE",
    "REWORDED",
    "FeedbackError",
    "FormClosed",
    "Given",
    "InvalidAnswer",
    "InvitationUsed",
    "LinkUnknown",
    "NothingAnswered",
    "Rewording",
    "Submission",
    "SubmissionConflict",
    "clear_mark",
    "import_responses",
    "invite_attendees",
    "is_answer",
    "is_held",
    "is_marked",
    "is_used",
    "log_correction",
    "mark_changed",
    "marked_forms",
    "mix_in",
    "open_invitation",
    "replace_question",
    "slots",
    "submission",
    "submit_response",
    "used_ids",
    "was_received",
]
