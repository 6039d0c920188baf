"""The choices of a question, in the active language."""

from django.utils.translation import pgettext

from gpx_site.core.models import QuestionBase, QuestionKind


def agreement_labels() -> list[str]:
    """Return the labels of the five points of agreement, 1 to 5, in the active language."""
    return [
        pgettext("agreement", "Strongly disagree"),
        pgettext("agreement", "Disagree"),
        pgettext("agreement", "Neither agree nor disagree"),
        pgettext("agreement", "Agree"),
        pgettext("agreement", "Strongly agree"),
    ]


def choices(question: QuestionBase) -> list[tuple[str, str]]:
    """Return the choices: an option's slug or a number as text, and its label."""
    if question.has_options:
        return [(option.slug, option.label) for option in question.options.all()]
    if question.kind == QuestionKind.SCALE:
        return [(str(score), str(score)) for score in range(11)]
    return [(str(point), label) for point, label in enumerate(agreement_labels(), 1)]


def words_of(question: QuestionBase, number: int) -> str:
    """Return the label of a chosen number, if its point has one."""
    return dict(choices(question)).get(str(number), str(number))
