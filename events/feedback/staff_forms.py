"""The form in which staff write what is asked; what has been answered is locked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel

from events.feedback import services
from events.feedback.models import Condition, Option, Question
from events.feedback.services import Rewording
from gpx_site.admin.question_panels import KeptQuestionsForm
from gpx_site.i18n.bilingual import LANGUAGES

TEXTS = [
    "text",
    "hint",
    "low",
    "high",
    "label",
    "framing_name",
    "framing_text",
    "situation_name",
    "situation_text",
]
WORDING = frozenset(f"{text}_{language}" for text in TEXTS for language in LANGUAGES)
NO, YES = "no", "yes"


@dataclass(frozen=True)
class Reworded:
    """An answered question or condition whose wording changes: its rows in the form, and how."""

    asked: Question | Condition
    rows: list[Any]
    changes: list[Rewording]


class FeedbackFormAdminForm(KeptQuestionsForm):
    """A form with its questions; the tally follows what staff change.

    A new wording of what has been answered is saved once staff say whether it changes the meaning.
    """

    kept_fields = KeptQuestionsForm.kept_fields | {
        "desired_direction",
        "counts_in_base",
        "framing",
        "situation",
    }

    changes_meaning = forms.ChoiceField(
        label=gettext_lazy("Does this change the meaning?"),
        choices=[
            (NO, gettext_lazy("No, it corrects a mistake")),
            (YES, pgettext_lazy("changes the meaning", "Yes")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reworded: list[Reworded] = []

    def is_valid(self) -> bool:
        """Refuse what would change answered questions; ask what a new wording of them means."""
        if not super().is_valid():
            return False
        self._check_options()
        self.reworded = list(self._reworded())
        if not self.errors and self.reworded:
            self._check_meaning()
        return not self.errors

    def has_answers(self, asked: Any) -> bool:
        """Look among held answers as well; an option is as answered as its question."""
        if isinstance(asked, Option):
            asked = asked.question
        return super().has_answers(asked) or services.is_held(asked)

    def _answered(self, name: str) -> Iterator[Any]:
        """Yield the rows of a formset that have answers."""
        for row in self.formsets[name].forms:
            if row.instance.pk and self.has_answers(row.instance):
                yield row

    def _check_options(self) -> None:
        """Refuse new options of an answered question."""
        message = _(
            "“%(what)s” has been answered, so its options must stay. Add a new question under a "
            "new code instead."
        )
        for row in self._answered("questions"):
            options = row.formsets["options"]
            kept = (each for each in options.forms if each not in options.deleted_forms)
            if any(each.has_changed() and not each.instance.pk for each in kept):
                self.add_error(None, message % {"what": row.instance})

    def _reworded(self) -> Iterator[Reworded]:
        for name in ("questions", "conditions"):
            for row in self._answered(name):
                options = row.formsets["options"].forms if name == "questions" else []
                rows = [row, *options]
                changes = [each for one in rows for each in _changes(one)]
                if changes:
                    yield Reworded(row.instance, rows, changes)

    def _check_meaning(self) -> None:
        choice = self.cleaned_data.get("changes_meaning")
        if not choice:
            message = _("Say whether the new wording changes the meaning.")
            self.add_error("changes_meaning", message)
        elif choice == YES:
            for each in self.reworded:
                self._check_successor(each.asked)

    def _check_successor(self, asked: Question | Condition) -> None:
        """Refuse a change of meaning of what cannot have a successor."""
        if isinstance(asked, Condition):
            message = _(
                "“%(what)s” has been answered, so its meaning must stay. Add a new condition under "
                "a new code instead."
            )
            self.add_error(None, message % {"what": asked})
        elif asked.superseded_by_id:
            message = _("“%(what)s” has been replaced, so only mistakes in it can be corrected.")
            self.add_error(None, message % {"what": asked})

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save, record corrections or make successors; the tally follows a change of state."""
        replaces = self.cleaned_data.get("changes_meaning") == YES
        if replaces:
            for each in self.reworded:
                _restore(each.rows)
        form = super().save(commit)
        for each in self.reworded:
            if replaces and isinstance(each.asked, Question):
                services.replace_question(
                    question=each.asked, changes=each.changes, by=self.for_user
                )
            else:
                services.log_correction(asked=each.asked, changes=each.changes, by=self.for_user)
        if commit and {"status", "screen"} & set(self.changed_data):
            services.mark_changed(form=form)
        return form


def _changes(row: Any) -> Iterator[Rewording]:
    """Yield what a row of the form words anew; browsers send other line ends than are stored."""
    option = row.initial.get("slug", "") if isinstance(row.instance, Option) else ""
    for name in row.changed_data:
        old, new = row.initial.get(name) or "", row.cleaned_data.get(name) or ""
        if name in WORDING and old.splitlines() != new.splitlines():
            yield Rewording(field=name, old=old, new=new, option=option)


def _restore(rows: list[Any]) -> None:
    """Give the rows' objects the wording back that they are stored with."""
    for row in rows:
        for name in WORDING & set(row.changed_data):
            setattr(row.instance, name, row.initial[name])


class MeaningPanel(FieldPanel):
    """The question what a new wording means, below the wordings; hidden where there is none."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel of one page."""

        template_name = "feedback/admin/meaning_panel.html"

        def is_shown(self) -> bool:
            """Whether the form has a new wording of something answered."""
            return bool(super().is_shown() and getattr(self.form, "reworded", None))


class ReplacedPanel(FieldPanel):
    """By what a question was replaced; hidden where it is still asked."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel of one question."""

        def is_shown(self) -> bool:
            """Whether the question was replaced."""
            return bool(super().is_shown() and getattr(self.instance, "superseded_by_id", None))
