"""The results of a form that pages outside the admin may show."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.core.cache import cache

from events.evaluation import services
from events.evaluation.models import PublishedEdition
from events.evaluation.querysets import shown_to_the_public
from events.evaluation.result_types import PublicEvaluation, QuestionResult
from events.feedback.models import FeedbackForm

if TYPE_CHECKING:
    from events.evaluation.querysets import FormWithEdition

#: Part of the cache key: raise it when the shape of what is cached changes.
SHAPE = 1
#: Seconds to cache an edition: its figures never change, but a question's wording may.
RETENTION = 600


@dataclass(frozen=True)
class PublicResult:
    """A form and its public figures in one language, or the state that explains why it has none.

    ``state`` is ``"shown"``, ``"hidden"`` (by the presenter) or ``"waiting"`` (for enough answers);
    ``figures`` is None unless it is ``"shown"``.
    """

    form: FeedbackForm
    state: Literal["shown", "hidden", "waiting"]
    figures: PublicEvaluation | None = None

    @property
    def questions(self) -> list[QuestionResult]:
        """The figures of each question."""
        return self.figures["questions"] if self.figures else []

    def question(self, slug: str) -> QuestionResult | None:
        """Return the figures of one question, or None if there is no such question."""
        return next((each for each in self.questions if each["slug"] == slug), None)


def public_results(codes: Collection[str], language: str) -> dict[str, PublicResult]:
    """Return the public result of each form by its code, after disclosure control.

    One query for all forms, once the figures of their editions are cached.
    """
    forms = shown_to_the_public(codes).order_by("code")
    return {form.code: _result(form, language) for form in forms}


def _result(form: "FormWithEdition", language: str) -> PublicResult:
    number = form.edition
    if number is None:
        hidden = form.delivery == form.Delivery.LIVE and form.screen == form.Screen.HIDDEN
        return PublicResult(form, "hidden" if hidden else "waiting")
    key = f"evaluation:{SHAPE}:{form.pk}:{number}:{language}"
    figures = cache.get_or_set(key, lambda: _figures(form, number, language), RETENTION)
    return PublicResult(form, "shown", figures)


def _figures(form: FeedbackForm, number: int, language: str) -> PublicEvaluation:
    """Return an edition's figures, without what people wrote in their own words."""
    edition = form.editions.get(audience=PublishedEdition.Audience.PUBLIC, number=number)
    found = services.evaluate(
        form=form,
        language=language,
        cells=edition.cells,
        base=services.PUBLIC_BASE,
        public=True,
    )
    return {
        "form": found["form"],
        "title": found["title"],
        "language": found["language"],
        "updated_at": edition.published_at.isoformat(),
        "responses": found["responses"],
        "questions": [each for each in found["questions"] if each["kind"] != "text"],
        "edition": number,
    }
