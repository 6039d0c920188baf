"""Search for other people's software: JSON, read only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gpx_site.i18n import language_hosts
from gpx_site.ops import rate_limits
from search import engines, params
from search.engines.base import FACETS, Hit
from search.models import SearchDocument
from search.vocabulary import Vocabulary

View = Callable[[HttpRequest, str], JsonResponse]


def _problem(message: str, field: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": message, "field": field}, status=status)


def in_asked_language(view: View) -> Callable[[HttpRequest], JsonResponse]:
    """Answer in the language that ``lang`` names (default English), so many times a minute."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest) -> JsonResponse:
        language = request.GET.get("lang") or "en"
        with override(language if language in {"en", "cy"} else "en"):
            wait = rate_limits.seconds_to_wait("search", rate_limits.sender(request))
            if wait:
                response = _problem(_("Too many searches; try again in a minute"), "", 429)
                response["Retry-After"] = str(wait)
            elif language not in {"en", "cy"}:
                response = _problem(_("The language must be “en” or “cy”"), "lang")
            else:
                response = view(request, language)
        return response

    return answer


@in_asked_language
def search(request: HttpRequest, language: str) -> JsonResponse:
    """Results and facets, as the search page has them."""
    vocabulary = Vocabulary()
    asked = params.parse(request.GET, language, vocabulary)
    for field, message in asked.errors.items():
        return _problem(message, field)
    results = engines.search(asked.query)
    return JsonResponse(
        {
            "query": asked.query.text,
            "language": language,
            "engine": results.engine,
            "total": results.total,
            "page": asked.query.page,
            "pages": results.pages,
            "results": [_result(hit) for hit in results.hits],
            "facets": {
                facet: [
                    {"value": value.value, "label": value.label, "count": value.count}
                    for value in vocabulary.values(facet, results.facets[facet])
                ]
                for facet in FACETS
            },
            "suggestion": results.suggestion,
        }
    )


@in_asked_language
def suggest(request: HttpRequest, language: str) -> JsonResponse:
    """Titles that begin like what has been typed so far."""
    asked = params.parse(request.GET, language, Vocabulary())
    if "q" in asked.errors:
        return _problem(asked.errors["q"], "q")
    found = engines.suggest(asked.query.text, language)
    suggestions = [{"text": each.title, "url": _url(each), "type": each.type} for each in found]
    return JsonResponse({"suggestions": suggestions})


def _result(hit: Hit) -> dict[str, Any]:
    document = hit.document
    return {
        "title": document.title,
        "url": _url(document),
        "type": document.type,
        "language": document.text_language,
        "date": document.date.isoformat(),
        "excerpt": hit.excerpt,
        "score": hit.score,
    }


def _url(document: SearchDocument) -> str:
    return language_hosts.absolute(document.url, document.language)
