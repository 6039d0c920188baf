"""Who changed what, for people to read: each app puts its own actions into words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from gpx_site.privacy.models import AuditEntry

_words: dict[str, Any] = {}


def name_actions(words: Mapping[str, Any]) -> None:
    """Register the words for actions, lazily translated."""
    _words.update(words)


def words_of(action: str) -> str:
    """The action in the active language; its code where it has no words."""
    return str(_words.get(action, action))


def entries_about(rows: Iterable[Model]) -> QuerySet[AuditEntry]:
    """The entries about any of ``rows``, the newest first, each with its member of staff."""
    subjects = [AuditEntry.subject_of(row) for row in rows]
    return AuditEntry.objects.filter(subject__in=subjects).select_related("actor")
