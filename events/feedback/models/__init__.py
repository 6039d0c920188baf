"""What is asked, and the one store of what was answered, in feedback and in the room alike."""

from events.feedback.models.questions import Condition, FeedbackForm, Option, Question
from events.feedback.models.responses import Answer, Intake, Invitation, Response

__all__ = [
    "Answer",
    "Condition",
    "FeedbackForm",
    "Intake",
    "Invitation",
    "Option",
    "Question",
    "Response",
]
