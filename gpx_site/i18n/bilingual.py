"""Paired fields ``x_en`` and ``x_cy``, read in the active language."""

from collections.abc import Callable
from typing import Any, overload

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, override

LANGUAGES = ("en", "cy")


def active_language() -> str:
    """Return ``"cy"`` if Welsh is active, otherwise ``"en"``."""
    return "cy" if (get_language() or "").startswith("cy") else "en"


def other_language(language: str) -> str:
    """Return the other of the two languages."""
    return "en" if language == "cy" else "cy"


def in_language(instance: object, field: str, language: str) -> str:
    """Return ``instance.<field>_<language>``, or the text in the other language if it is empty."""
    own, other = f"{field}_{language}", f"{field}_{other_language(language)}"
    return str(getattr(instance, own) or getattr(instance, other))


def by_slug(rows: QuerySet[Any], slug: str, language: str) -> Any:
    """Return the row with ``slug`` in ``language``, else in the other language, else None."""
    found = list(rows.filter(Q(slug=slug) | Q(slug_cy=slug)))
    in_own_language = (row for row in found if row.slugs[language] == slug)
    return next(in_own_language, None) or next(iter(found), None)


class BilingualText:
    """A read-only attribute for a pair of fields.

    ``name = BilingualText()`` reads ``name_en`` or ``name_cy`` by the active language, and the text
    in the other language if that is empty.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.field = name

    @overload
    def __get__(self, instance: None, owner: type) -> "BilingualText": ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: object | None, owner: type) -> Any:
        if instance is None:
            return self
        return in_language(instance, self.field, active_language())


def in_both_languages(render: Callable[[], object]) -> dict[str, str]:
    """Call ``render()`` with each language active; return ``{"en": ..., "cy": ...}``."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(render())
    return texts
