"""Print the metrics of a form, or of every form of an event."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.evaluation import services
from events.evaluation.result_types import (
    AttendanceResult,
    BeforeAfterResult,
    Evaluation,
    Group,
    Option,
    QuestionResult,
    StatementResult,
)
from events.feedback.models import FeedbackForm
from gpx_site.i18n.bilingual import LANGUAGES


class FormReport(Evaluation):
    """The metrics of a form, and attendance at its event."""

    attendance: AttendanceResult


class Command(BaseCommand):
    """Print the metrics as the staff report shows them."""

    help = "Print the metrics of a feedback form or of an event's forms."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the form or event, the language and the format."""
        parser.add_argument("form_or_event", help="a form's code or an event's slug")
        parser.add_argument("--lang", choices=LANGUAGES, default="en")
        parser.add_argument("--json", action="store_true", help="print everything, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tallies up to date, then print the metrics."""
        code = options["form_or_event"]
        forms = FeedbackForm.objects.filter(code=code) or FeedbackForm.objects.filter(
            event__slug=code
        )
        if not forms:
            raise CommandError(f"There is no feedback form and no event called {code!r}.")
        reports: list[FormReport] = []
        for form in forms:
            services.bring_up_to_date(form_id=form.pk)
            found = services.evaluate(form=form, language=options["lang"])
            reports.append({**found, "attendance": services.evaluate_attendance(form=form)})
        if options["json"]:
            printed = reports[0] if len(reports) == 1 else reports
            self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=2))
            return
        for each in reports:
            self._print(each)

    def _print(self, report: Evaluation) -> None:
        self.stdout.write(f"{report['title']} ({report['form']}): n = {report['responses']}")
        for question in report["questions"]:
            self.stdout.write(f"  {question['text']} (n = {question['n']})")
            for line in _lines(question):
                self.stdout.write(f"    {line}")


def _lines(question: QuestionResult) -> list[str]:
    """Return the figures of one question, a line each."""
    if question["withheld"]:
        return []
    match question["kind"]:
        case "statement" | "statement_before_after":
            return list(_sides(question))
        case "choice" | "multi_choice":
            return [_option(option) for option in question["options"]]
        case "scale":
            return [question["points"]]
        case "slider":
            return [_group(group) for group in question["groups"]]
        case "text":
            return []


def _sides(question: StatementResult | BeforeAfterResult) -> Iterator[str]:
    moments = [question["after"]]
    if question["kind"] == "statement_before_after":
        moments.insert(0, question["before"])
    for side in ("disagree", "agree"):
        yield f"{side}: {' -> '.join(each[side]['display'] if each else '-' for each in moments)}"


def _option(option: Option) -> str:
    shown = option["share"]["display"] if option["share"] else option["count"]
    return f"{option['label']}: {shown}"


def _group(group: Group) -> str:
    return f"{group['label']}: {group.get('mean_display', '-')} (n = {group['n']})"
