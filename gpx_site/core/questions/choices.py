"""What may be chosen in answer to a question, in the active language."""

from django.utils.translation import pgettext

from gpx_site.core.models import QuestionBase, QuestionKind


def agreement_labels() -> list[str]:
    """The five points of agreement, 1 to 5, in the active language."""
    return [
        pgettext("agreement", "Strongly disagree"),
        pgettext("agreement", "Disagree"),
        pgettext("agreement", "Neither agree nor disagree"),
        pgettext("agreement", "Agree"),
        pgettext("agreement", "Strongly agree"),
    ]


def choices(question: QuestionBase) -> list[tuple[str, str]]:
    """What may be chosen: the slug of an option or a number as text, and its words."""
    if question.has_options:
        return [(option.slug, option.label) for option in question.options.all()]
    if question.kind == QuestionKind.SCALE:
        return [(str(score), str(score)) for score in range(11)]
    return [(str(point), label) for point, label in enumerate(agreement_labels(), 1)]


def words_of(question: QuestionBase, number: int) -> str:
    """A number that was chosen, in words where its points have any."""
    return dict(choices(question)).get(str(number), str(number))
