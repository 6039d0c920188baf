"""What the report says of answered questions whose wording was corrected or replaced."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from events.feedback.models import FeedbackForm, Question
from events.feedback.services import REWORDED
from gpx_site.i18n.bilingual import active_language
from gpx_site.privacy import audit_labels
from gpx_site.privacy.models import AuditEntry


@dataclass(frozen=True)
class Correction:
    """One wording that was corrected, and the language that it is in."""

    at: dt.datetime
    language: str
    old: str
    new: str


def corrections_of(form: FeedbackForm) -> dict[str, list[Correction]]:
    """Return the corrections of each question by its code, the oldest first.

    Those of a condition are with the sliders, as these are answered under it.
    """
    questions, conditions = list(form.questions.all()), list(form.conditions.all())
    sliders = [each.slug for each in questions if each.kind == Question.Kind.SLIDER]
    codes = {AuditEntry.subject_of(each): [each.slug] for each in questions}
    codes |= {AuditEntry.subject_of(each): sliders for each in conditions}
    found: dict[str, list[Correction]] = defaultdict(list)
    entries = audit_labels.entries_about([*questions, *conditions]).filter(action=REWORDED)
    for entry in entries.order_by("id"):
        for code in codes[entry.subject]:
            found[code] += _corrections(entry.at, entry.detail["changes"])
    return found


def _corrections(at: dt.datetime, changes: list[dict[str, str]]) -> list[Correction]:
    """Return those in the active language, or all where only the other was corrected."""
    made = [
        Correction(at, each["field"].rpartition("_")[2], each["old"], each["new"])
        for each in changes
    ]
    return [each for each in made if each.language == active_language()] or made


def replacements_of(form: FeedbackForm) -> dict[str, str]:
    """Return the wording of its successor by the code of each question that was replaced."""
    questions = {each.pk: each for each in form.questions.all()}
    replaced = [each for each in questions.values() if each.superseded_by_id]
    return {each.slug: questions[each.superseded_by_id].text for each in replaced}
