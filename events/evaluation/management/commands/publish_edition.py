"""Publish the figures of a form that the gate lets out, as the staff page does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.evaluation import editions
from events.evaluation.management.acting import form_called, publisher_called


class Command(BaseCommand):
    """Publish an edition of a form's evaluation."""

    help = "Publish the figures of a feedback form that may be published."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the form, the questions, the publisher and the note."""
        parser.add_argument("form", help="the form's code")
        parser.add_argument("--by", required=True, help="the user name of who publishes")
        parser.add_argument("--note", required=True, help="why it is published now")
        parser.add_argument(
            "--question",
            action="append",
            help="a question's code; repeat it for several (default: all that may be published)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, then print what went out and what was withheld."""
        form, by = form_called(options["form"]), publisher_called(options["by"])
        preview = editions.preview(form=form)
        known = {each.question.slug for each in preview.releases}
        chosen = set(options["question"] or known)
        if unknown := sorted(chosen - known):
            raise CommandError(f"The form has no question called {', '.join(unknown)}.")
        for each in preview.releases:
            fate = "published"
            if each.question.slug not in chosen:
                fate = "not chosen"
            elif each.reason:
                fate = f"withheld: {each.reason.label}"
            self.stdout.write(f"  {each.question.slug}: {fate}")
        try:
            edition = editions.publish_edition(
                form=form,
                questions=chosen,
                note=options["note"],
                by=by,
                previewed=preview.fingerprint,
            )
        except editions.NoteMissing:
            raise CommandError("Write a note: --note TEXT.") from None
        except editions.NothingToPublish:
            raise CommandError("Nothing was published: no question may be published.") from None
        except editions.FiguresChanged:
            raise CommandError("Nothing was published: an answer came in. Run it again.") from None
        self.stdout.write(f"Edition {edition.number} of {form.code} is published.")
