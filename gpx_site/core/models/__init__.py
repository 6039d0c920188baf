"""The models that every feature shares."""

from gpx_site.core.models.audit import AuditEntry
from gpx_site.core.models.outbox import OutboxMessage
from gpx_site.core.models.pages import BasePage, PictureMixin
from gpx_site.core.models.pairs import OutstandingTranslation, PairException, Readiness
from gpx_site.core.models.people import (
    Contributor,
    Organisation,
    OrganisationAlias,
    Person,
    Sector,
)
from gpx_site.core.models.questions import OptionBase, QuestionBase, QuestionKind
from gpx_site.core.models.topics import Topic

__all__ = [
    "AuditEntry",
    "BasePage",
    "Contributor",
    "OptionBase",
    "Organisation",
    "OrganisationAlias",
    "OutboxMessage",
    "OutstandingTranslation",
    "PairException",
    "Person",
    "PictureMixin",
    "QuestionBase",
    "QuestionKind",
    "Readiness",
    "Sector",
    "Topic",
]
