"""Withdraw a published edition, as the staff page does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.evaluation import editions
from events.evaluation.management.acting import form_called, publisher_called


class Command(BaseCommand):
    """Withdraw an edition of a form's evaluation."""

    help = "Withdraw a published edition; it stays on record with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the form, the number, the user and the reason."""
        parser.add_argument("form", help="the form's code")
        parser.add_argument("number", type=int, help="the number of the edition")
        parser.add_argument("--by", required=True, help="the user name of who withdraws it")
        parser.add_argument("--reason", required=True, help="why; everybody may read it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw the edition."""
        form, by = form_called(options["form"]), publisher_called(options["by"])
        number = options["number"]
        try:
            editions.withdraw_edition(form=form, number=number, by=by, reason=options["reason"])
        except editions.NoteMissing:
            raise CommandError("Write a reason: --reason TEXT.") from None
        except editions.NotPublished:
            raise CommandError(
                f"{form.code} has no edition {number}, or it is withdrawn already."
            ) from None
        self.stdout.write(f"Edition {number} of {form.code} is withdrawn.")
