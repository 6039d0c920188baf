"""Import paper or exported answers into a form."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.feedback.importing import ImportRefused, import_file
from events.feedback.models import FeedbackForm
from gpx_site.core.tables import NotText, TableError


class Command(BaseCommand):
    """Store every row, or refuse the file with line, column and reason."""

    help = "Import a CSV file of answers into a feedback form; safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the form's code and the file."""
        parser.add_argument("form", help="the form's code")
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and print how many responses were added."""
        form = FeedbackForm.objects.filter(code=options["form"]).first()
        if form is None:
            raise CommandError(f"There is no feedback form called {options['form']!r}.")
        try:
            done = import_file(form=form, content=options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except NotText as error:
            raise CommandError(f"{options['file']} is not UTF-8: byte {error.position}") from error
        except TableError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except ImportRefused as refused:
            for problem in refused.problems:
                self.stderr.write(f"line {problem.line}, {problem.column or '-'}: {problem.reason}")
            raise CommandError("Nothing was imported.") from refused
        self.stdout.write(f"{done.added} responses added, {done.repeated} were there already.")
