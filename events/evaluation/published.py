"""What pages outside the staff's own may show of a form's answers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from events.evaluation import services
from events.evaluation.models import PublishedEdition
from events.evaluation.querysets import shown_to_the_public
from events.feedback.models import FeedbackForm

#: Raised whenever the shape of what is kept changes.
SHAPE = 1
#: Seconds for which an edition's figures are kept: figures never change, only a question's wording.
RETENTION = 600


@dataclass(frozen=True)
class PublicResult:
    """A form, and its public figures in one language, or why there are none.

    ``state`` is ``"shown"``, ``"hidden"`` while a presenter hides it, or ``"waiting"`` for enough
    answers. ``figures`` are as the JSON interface gives them; empty unless they are shown.
    """

    form: FeedbackForm
    state: str
    figures: dict[str, Any]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The figures of each question."""
        return self.figures.get("questions", [])

    def question(self, slug: str) -> dict[str, Any] | None:
        """The figures of one question."""
        return next((each for each in self.questions if each["slug"] == slug), None)


def public_results(codes: Collection[str], language: str) -> dict[str, PublicResult]:
    """Return what may be shown of each form by its code, after disclosure control.

    One query for all, once the figures of their editions have been worked out.
    """
    forms = shown_to_the_public(codes).order_by("code")
    return {form.code: _result(form, language) for form in forms}


def _result(form: FeedbackForm, language: str) -> PublicResult:
    if form.edition is None:
        live = form.delivery == FeedbackForm.Delivery.LIVE
        hidden = live and form.screen == FeedbackForm.Screen.HIDDEN
        return PublicResult(form, "hidden" if hidden else "waiting", {})
    key = f"evaluation:{SHAPE}:{form.pk}:{form.edition}:{language}"
    figures = cache.get_or_set(key, lambda: _figures(form, form.edition, language), RETENTION)
    return PublicResult(form, "shown", figures)


def _figures(form: FeedbackForm, number: int, language: str) -> dict[str, Any]:
    """An edition's figures, without what people wrote in their own words."""
    edition = form.editions.get(audience=PublishedEdition.Audience.PUBLIC, number=number)
    found = services.evaluate(
        form=form,
        language=language,
        cells=edition.cells,
        base=services.PUBLIC_BASE,
        public=True,
    )
    del found["languages"], found["version"]
    return {
        **found,
        "edition": number,
        "updated_at": edition.published_at.isoformat(),
        "questions": [each for each in found["questions"] if each["kind"] != "text"],
    }
