"""Why an answer or a link is refused."""

import uuid
from collections.abc import Collection


class FeedbackError(Exception):
    """An answer or a link was refused."""


class FormClosed(FeedbackError):
    """The form takes no answers now."""


class LinkUnknown(FeedbackError):
    """No invitation has this token."""


class InvitationUsed(FeedbackError):
    """The one-time link has been used."""


class SubmissionConflict(FeedbackError):
    """These submissions were taken before, with other answers."""

    def __init__(self, submissions: Collection[uuid.UUID]) -> None:
        super().__init__(f"{len(submissions)} submissions")
        self.submissions = submissions


class NothingAnswered(FeedbackError):
    """Every question was left blank."""


class InvalidAnswer(FeedbackError):
    """An answer does not fit its question; ``column`` names it as an import does."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column
