"""The results of a form that pages outside the admin may show: those of its newest edition."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from events.evaluation.querysets import with_public_edition
from events.evaluation.result_types import PublicEvaluation, QuestionResult
from events.feedback.models import FeedbackForm

if TYPE_CHECKING:
    from events.evaluation.querysets import FormWithEdition


@dataclass(frozen=True)
class PublicResult:
    """A form and its public figures in one language, or the state that explains why it has none.

    ``state`` is ``"shown"``, ``"waiting"`` (until somebody publishes) or ``"withdrawn"``, with the
    time and the reason; ``figures`` is None unless it is ``"shown"``.
    """

    form: FeedbackForm
    state: Literal["shown", "waiting", "withdrawn"]
    edition: int | None = None
    figures: PublicEvaluation | None = None
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = ""

    @property
    def questions(self) -> list[QuestionResult]:
        """The figures of each question."""
        return self.figures["questions"] if self.figures else []

    def question(self, slug: str) -> QuestionResult | None:
        """Return the figures of one question, or None if there is no such question."""
        return next((each for each in self.questions if each["slug"] == slug), None)


def public_results(codes: Collection[str], language: str) -> dict[str, PublicResult]:
    """Return the public result of each form by its code, with one query for all forms."""
    forms = with_public_edition(codes).order_by("code")
    return {form.code: _result(form, language) for form in forms}


def _result(form: "FormWithEdition", language: str) -> PublicResult:
    if form.withdrawn_at:
        reason = form.withdrawal_reason or ""
        return PublicResult(
            form,
            "withdrawn",
            form.edition,
            withdrawn_at=form.withdrawn_at,
            withdrawal_reason=reason,
        )
    if form.figures is None:
        return PublicResult(form, "waiting")
    figures: PublicEvaluation = json.loads(form.figures[language])
    return PublicResult(form, "shown", form.edition, figures)
