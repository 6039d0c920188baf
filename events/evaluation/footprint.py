"""The published evaluation of an event, for what it left behind."""

from events import footprint
from events.evaluation.querysets import with_public_edition

footprint.keep(
    "evaluation",
    lambda _language: with_public_edition().exclude(edition=None).filter(withdrawn_at=None),
)
