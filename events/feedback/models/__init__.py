"""What is asked, and the one store of what was answered, in feedback and in the room alike."""

from events.feedback.models.questions import Condition, FeedbackForm, Option, Question
from events.feedback.models.responses import Answer, Invitation, Response

__all__ = [
    "Answer",
    "Condition",
    "FeedbackForm",
    "Invitation",
    "Option",
    "Question",
    "Response",
]
