"""The search page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gpx_site.i18n.bilingual import active_language
from search import engines, params
from search.engines.base import FACETS, SearchQuery, SearchResults
from search.vocabulary import LEGENDS, TYPES, FacetValue, Vocabulary

SHOWN_VALUES = 8  # of a facet, before "more"


@dataclass(frozen=True)
class FacetGroup:
    """A facet as the page shows it: some values at once, the rest behind "more"."""

    name: str
    legend: str
    shown: list[dict[str, Any]]
    more: list[dict[str, Any]]
    selected: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results with their facets; bad parameters are explained and left out."""
    vocabulary = Vocabulary()
    asked = params.parse(request.GET, active_language(), vocabulary)
    results = engines.search(asked.query)
    errors = asked.errors
    if asked.query.page > max(1, results.pages):
        errors["page"] = _("There is no page %(page)s of these results") % {
            "page": asked.query.page
        }
    context = {
        "asked_text": request.GET.get("q", "")[: params.MAX_TEXT],
        "query": asked.query,
        "results": results,
        "hits": [{"hit": hit, "type": TYPES.get(hit.document.type, "")} for hit in results.hits],
        "facets": list(_facet_groups(asked.query, results, vocabulary)),
        "chips": list(_chips(request, asked.query, vocabulary)),
        "errors": [
            {"text": text, "href": f"#{'q' if name in ('q', 'page') else f'facet-{name}'}"}
            for name, text in errors.items()
        ],
        "text_error": errors.get("q", ""),
        "fell_back": results.engine != engines.get_engine().name,
    }
    return render(request, "search/search.html", context)


def _facet_groups(
    query: SearchQuery, results: SearchResults, vocabulary: Vocabulary
) -> Iterator[FacetGroup]:
    for facet in FACETS:
        chosen = query.filters.get(facet, ())
        values = vocabulary.values(facet, results.facets[facet])
        counted = {value.value for value in values}
        # What was chosen stays on show, so that it can be taken back.
        empty = [FacetValue(each, vocabulary.label(facet, each), 0) for each in chosen]
        values += [value for value in empty if value.value not in counted]
        items = [_item(facet, value, chosen) for value in values]
        shown = [each for n, each in enumerate(items) if n < SHOWN_VALUES or each["checked"]]
        more = [each for each in items if each not in shown]
        if items:
            yield FacetGroup(facet, str(LEGENDS[facet]), shown, more, len(chosen))


def _item(facet: str, value: FacetValue, chosen: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": f"{facet}-{value.value}",
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "checked": value.value in chosen,
    }


def _chips(
    request: HttpRequest, query: SearchQuery, vocabulary: Vocabulary
) -> Iterator[dict[str, str]]:
    """The filters in force, each with the address of the same search without it."""
    for facet, values in query.filters.items():
        for value in values:
            rest = request.GET.copy()
            rest.setlist(facet, [each for each in values if each != value])
            rest.pop("page", None)
            yield {"label": vocabulary.label(facet, value), "url": f"?{rest.urlencode()}"}
