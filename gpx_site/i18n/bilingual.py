"""Words that belong to facts: paired fields ``x_en`` and ``x_cy``, read in the active language."""

from typing import Any, overload

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, override

LANGUAGES = ("en", "cy")


def active_language() -> str:
    """Return ``"cy"`` while Welsh is active, otherwise ``"en"``."""
    return "cy" if (get_language() or "").startswith("cy") else "en"


def other_language(language: str) -> str:
    """Return the other of the two languages."""
    return "en" if language == "cy" else "cy"


def in_language(instance: object, field: str, language: str) -> str:
    """Return ``instance.<field>_<language>``, or the other language's text where that is empty."""
    own, other = f"{field}_{language}", f"{field}_{other_language(language)}"
    return str(getattr(instance, own) or getattr(instance, other))


def by_slug(rows: QuerySet[Any], slug: str, language: str) -> Any:
    """The one of ``rows`` with ``slug`` in ``language``, or else in the other one; or None."""
    found = list(rows.filter(Q(slug=slug) | Q(slug_cy=slug)))
    own = (each for each in found if each.slugs[language] == slug)
    return next(own, None) or next(iter(found), None)


class BilingualText:
    """A read-only attribute over a pair of fields: ``name = BilingualText()`` reads ``name_en`` or
    ``name_cy`` in the active language, falling back to the other where one is empty."""

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


def in_both_languages(render: Any) -> dict[str, str]:
    """Call ``render()`` once in each language; return ``{"en": ..., "cy": ...}``."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(render())
    return texts
