"""``manage.py catalogue``: check, update and complete the Welsh message catalogues."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gpx_site.i18n import catalogue


class Command(BaseCommand):
    """One of check, update and merge."""

    help = "Check the Welsh catalogue against the source, renew it, or merge translations into it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the three options, of which exactly one is required."""
        verb = parser.add_mutually_exclusive_group(required=True)
        verb.add_argument("--check", action="store_true", help="exit 1 and list what is wrong")
        verb.add_argument(
            "--update", action="store_true", help="re-extract, keep translations, compile"
        )
        verb.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE.json", help="update, then merge these"
        )

    def handle(self, *args: Any, check: bool, merge: list[Path] | None, **options: Any) -> None:
        """Carry out the option; exit with 1 if the catalogue has problems."""
        messages = catalogue.extract()
        po = catalogue.read_po()
        if not check:
            po = catalogue.update(po, messages)
            misfits = catalogue.merge(po, merge or [])
            catalogue.write(po)
            for line in misfits:
                self.stderr.write(line)
            po = catalogue.read_po()
        wrong = list(catalogue.problems(po, messages))
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"The Welsh catalogue needs attention in {len(wrong)} places.")
        self.stdout.write(f"The Welsh catalogue is whole: {len(messages)} messages.")
