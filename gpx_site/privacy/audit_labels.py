"""Labels of the actions in the audit log, registered by each app."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from gpx_site.privacy.models import AuditEntry

_labels: dict[str, Any] = {}


def register_labels(labels: Mapping[str, Any]) -> None:
    """Register lazily translated labels by action code."""
    _labels.update(labels)


def label_of(action: str) -> str:
    """Return the label in the active language, or the code of an action without a label."""
    return str(_labels.get(action, action))


def entries_about(rows: Iterable[Model]) -> QuerySet[AuditEntry]:
    """Return the entries about any of ``rows``, newest first, with their actors."""
    subjects = [AuditEntry.subject_of(row) for row in rows]
    return AuditEntry.objects.filter(subject__in=subjects).select_related("actor")
