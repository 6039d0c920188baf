"""From a query string to a ``SearchQuery``, or to what is wrong with it."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.engines.base import FACETS, MAX_PAGE, SearchQuery
from search.vocabulary import LEGENDS, Vocabulary

MAX_TEXT = 256
_PAGE = re.compile(r"[0-9]{1,4}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class Parameters:
    """The query that was asked for, and an error for each parameter that makes no sense.

    A parameter with an error is left out of ``query``, so that the rest can still be shown.
    """

    query: SearchQuery
    errors: dict[str, str] = field(default_factory=dict)


def parse(data: QueryDict, language: str, vocabulary: Vocabulary) -> Parameters:
    """Read a query string; messages are in the active language."""
    errors: dict[str, str] = {}
    text = _text(data.get("q", ""), errors)
    filters = {}
    for facet in FACETS:
        values = tuple(dict.fromkeys(value for value in data.getlist(facet) if value))
        known = tuple(value for value in values if vocabulary.label(facet, value))
        if known != values:
            errors[facet] = _("Choose a filter from the list under “%(facet)s”") % {
                "facet": LEGENDS[facet]
            }
        if known:
            filters[facet] = known
    page = _page(data.get("page", ""), errors)
    return Parameters(SearchQuery(text=text, language=language, filters=filters, page=page), errors)


def _text(value: str, errors: dict[str, str]) -> str:
    text = " ".join(value.split())
    if len(text) > MAX_TEXT:
        errors["q"] = _("Your search must be %(limit)s characters or fewer") % {"limit": MAX_TEXT}
    elif _CONTROL.search(text):
        errors["q"] = _("Your search must contain only letters, numbers and punctuation")
    else:
        return text
    return ""


def _page(value: str, errors: dict[str, str]) -> int:
    if not value:
        return 1
    if _PAGE.fullmatch(value) and 1 <= int(value) <= MAX_PAGE:
        return int(value)
    errors["page"] = _("The page must be a number from 1 to %(last)s") % {"last": MAX_PAGE}
    return 1
