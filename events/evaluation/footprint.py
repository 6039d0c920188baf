"""The published evaluation of an event, for what it left behind."""

from events import footprint
from events.evaluation.querysets import shown_to_the_public

footprint.keep("evaluation", lambda _language: shown_to_the_public().exclude(edition=None))
