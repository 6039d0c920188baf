"""Loads the demonstration's content: creates what is missing by stable key, never overwrites.

This is the one place that knows every feature, as it fills them all.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import override

from events.evaluation.services import sweep_tallies
from gpx_site.demo.accounts import load_accounts
from gpx_site.demo.loader import (
    comments,
    editions,
    facts,
    feedback,
    pages,
    people,
    recordings,
    resources,
)

STEPS: list[tuple[str, Callable[[], object]]] = [
    ("Topics", facts.load_topics),
    ("Organisations", facts.load_organisations),
    ("Authors and speakers", facts.load_contributors),
    ("Venues", facts.load_venues),
    ("Events and sessions", facts.load_events),
    ("People", people.load_people),
    ("Registrations and attendance", people.load_registrations),
    ("Feedback", feedback.load_feedback),
    ("Evaluation", sweep_tallies),
    ("Staff accounts", load_accounts),
    ("Published evaluations", editions.publish_evaluations),
    # After the evaluations, of which posts show charts.
    ("Pages in both languages", pages.load_pages),
    ("Resources", resources.load_resources),
    ("Recordings", recordings.load_recordings),
    ("Comments on posts", comments.load_comments),
]


def load(progress: Callable[[str], None]) -> None:
    """Load everything, calling ``progress`` with the name of each step as it begins.

    Each step is one transaction: a load that is broken off is taken up where it stopped.
    """
    with override("en"):
        for name, step in STEPS:
            progress(name)
            with transaction.atomic():
                step()
