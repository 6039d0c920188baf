"""``manage.py check_places``: recount every session's places; exit 1 on any drift."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.registration.services import recount


class Command(BaseCommand):
    """Compare the counters with the registrations."""

    help = "Recount the places and the waiting list of every session and list what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """List every drift."""
        drifts = recount()
        for drift in drifts:
            self.stdout.write(
                f"session {drift.session_id}: places {drift.places_taken}, counted "
                f"{drift.counted_places}; waiting {drift.queue_len}, counted "
                f"{drift.counted_waiting}"
            )
        if drifts:
            raise CommandError(f"The counters of {len(drifts)} sessions have drifted.")
        self.stdout.write("The counters of every session are right.")
