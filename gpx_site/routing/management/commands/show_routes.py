"""``manage.py show_routes``: print every route with its view."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import get_resolver

from gpx_site.routing import inventory

WIDTH = 70  # of the column of addresses; a longer one pushes its view to the right


class Command(BaseCommand):
    """Print the routes, one a line, sorted by address."""

    help = "Print every public address, in both languages, with its view."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option for the staff admin."""
        parser.add_argument("--admin", action="store_true", help="those of the staff admin as well")

    def handle(self, *args: Any, admin: bool, **options: Any) -> None:
        """Print the routes."""
        for address, view in sorted(inventory.routes(get_resolver().url_patterns)):
            if admin or not address.startswith(inventory.ADMIN):
                self.stdout.write(f"{address:<{WIDTH}} {view}")
