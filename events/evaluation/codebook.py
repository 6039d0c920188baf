"""The codebook of a form: what was asked, in both languages, as the figures of its answers need it.

An edition stores it, so that what was published stays readable after any change of the form.
"""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from events.feedback.models import FeedbackForm
from gpx_site.i18n.bilingual import BilingualText


@dataclass(frozen=True, slots=True)
class CodebookOption:
    """An option and whether it counts in the base."""

    slug: str
    label_en: str
    label_cy: str
    counts_in_base: bool
    label = BilingualText()


@dataclass(frozen=True, slots=True)
class CodebookCondition:
    """A condition and the framing that it belongs to."""

    slug: str
    framing: str
    framing_name_en: str
    framing_name_cy: str
    framing_name = BilingualText()


@dataclass(frozen=True, slots=True)
class CodebookQuestion:
    """A question as it was asked; ``moments`` as ``Question.moments``."""

    slug: str
    kind: str
    text_en: str
    text_cy: str
    low_en: str
    low_cy: str
    high_en: str
    high_cy: str
    design: str
    desired_direction: int
    moments: tuple[str, ...]
    options: tuple[CodebookOption, ...]
    text = BilingualText()
    low = BilingualText()
    high = BilingualText()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The questions and conditions of a form, in their order."""

    form: str
    title_en: str
    title_cy: str
    questions: tuple[CodebookQuestion, ...]
    conditions: tuple[CodebookCondition, ...]
    title = BilingualText()


def codebook_of(form: FeedbackForm) -> Codebook:
    """Return the codebook of ``form``, of whose questions those fetched with it are taken."""
    prefetch_related_objects([form], "questions__options", "conditions")
    questions = [
        CodebookQuestion(
            slug=question.slug,
            kind=question.kind,
            text_en=question.text_en,
            text_cy=question.text_cy,
            low_en=question.low_en,
            low_cy=question.low_cy,
            high_en=question.high_en,
            high_cy=question.high_cy,
            design=question.design,
            desired_direction=question.desired_direction,
            moments=question.moments,
            options=tuple(
                CodebookOption(option.slug, option.label_en, option.label_cy, option.counts_in_base)
                for option in question.options.all()
            ),
        )
        for question in form.questions.all()
    ]
    conditions = [
        CodebookCondition(each.slug, each.framing, each.framing_name_en, each.framing_name_cy)
        for each in form.conditions.all()
    ]
    return Codebook(
        form=form.code,
        title_en=form.title_en,
        title_cy=form.title_cy,
        questions=tuple(questions),
        conditions=tuple(conditions),
    )
