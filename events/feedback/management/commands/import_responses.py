"""Import paper or exported answers into a form."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.feedback.importing import ImportRefused, import_file
from events.feedback.models import FeedbackForm


class Command(BaseCommand):
    """Every row is accepted, or the file is refused with line, column and reason."""

    help = "Import a CSV file of answers into a feedback form; safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """The form's code and the file."""
        parser.add_argument("form", help="the form's code")
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done."""
        form = FeedbackForm.objects.filter(code=options["form"]).first()
        if form is None:
            raise CommandError(f"There is no feedback form called {options['form']!r}.")
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                done = import_file(form=form, file=file)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8: byte {error.start}") from error
        except ImportRefused as refused:
            for problem in refused.problems:
                self.stderr.write(f"line {problem.line}, {problem.column or '-'}: {problem.reason}")
            raise CommandError("Nothing was imported.") from refused
        self.stdout.write(f"{done.added} responses added, {done.repeated} were there already.")
