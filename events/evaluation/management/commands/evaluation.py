"""Print the metrics of a form, or of every form of an event."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.evaluation import services
from events.feedback.models import FeedbackForm
from gpx_site.i18n.bilingual import LANGUAGES


class Command(BaseCommand):
    """The metrics as the staff report shows them."""

    help = "Print the metrics of a feedback form or of an event's forms."

    def add_arguments(self, parser: CommandParser) -> None:
        """A code, and how to print."""
        parser.add_argument("form_or_event", help="a form's code or an event's slug")
        parser.add_argument("--lang", choices=LANGUAGES, default="en")
        parser.add_argument("--json", action="store_true", help="print everything, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count what has come in, then print."""
        code = options["form_or_event"]
        forms = FeedbackForm.objects.filter(code=code) or FeedbackForm.objects.filter(
            event__slug=code
        )
        if not forms:
            raise CommandError(f"There is no feedback form and no event called {code!r}.")
        reports = []
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

    def _print(self, report: dict[str, Any]) -> None:
        self.stdout.write(f"{report['title']} ({report['form']}): n = {report['responses']}")
        for question in report["questions"]:
            self.stdout.write(f"  {question['text']} (n = {question['n']})")
            for line in _lines(question):
                self.stdout.write(f"    {line}")


def _lines(question: dict[str, Any]) -> list[str]:
    """One question's figures, a line each."""
    lines = []
    for side in ("disagree", "agree"):
        moments = [question[m][side]["display"] for m in ("before", "after") if m in question]
        if moments:
            lines.append(f"{side}: {' -> '.join(moments)}")
    for option in question.get("options", []):
        shown = option["share"]["display"] if option["share"] else option["count"]
        lines.append(f"{option['label']}: {shown}")
    if "points" in question:
        lines.append(question["points"])
    for group in question.get("groups", []):
        lines.append(f"{group['label']}: {group.get('mean_display', '-')} (n = {group['n']})")
    return lines
