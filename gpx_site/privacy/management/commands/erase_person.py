"""``manage.py erase_person EMAIL``: remove a person everywhere and report what was removed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gpx_site.core.models import Person
from gpx_site.privacy.erasure import erase_person


class Command(BaseCommand):
    """Erase one person."""

    help = "Remove the person of this e-mail address everywhere; totals stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the e-mail address."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Erase the person and print the counts."""
        try:
            counts = erase_person(email)
        except Person.DoesNotExist:
            raise CommandError("Nobody has this address, and it is on no list.") from None
        for what, how_many in counts.items():
            self.stdout.write(f"{how_many:6} {what}")
