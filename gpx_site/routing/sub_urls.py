"""Routes below a page that another app serves, with a path in each language.

The page of an event must answer ``register/`` although it may not import registration. The app that
serves the route declares it in its ``routes.py`` and registers it when the app is loaded::

    sub_urls = [
        SubURL("events.EventPage", "register", views.register,
               en="register/<int:session_id>/", cy="cofrestru/<int:session_id>/"),
    ]

The view is called as ``view(request, page, **arguments)``.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, URLPattern, path, register_converter
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.url_routing import RouteResult

from gpx_site.core.requests import page_request
from gpx_site.i18n.bilingual import LANGUAGES

_registered: defaultdict[str, list["SubURL"]] = defaultdict(list)


class Year:
    """Path converter of a year."""

    regex = r"\d{4}"

    def to_python(self, text: str) -> int:
        """Return the year as a number."""
        return int(text)

    def to_url(self, year: int) -> str:
        """Return the year in four digits."""
        return f"{year:04}"


class Month:
    """Path converter of a month; the view checks its range."""

    regex = r"\d{1,2}"

    def to_python(self, text: str) -> int:
        """Return the month as a number."""
        return int(text)

    def to_url(self, month: int) -> str:
        """Return the month in two digits."""
        return f"{month:02}"


register_converter(Year, "yyyy")
register_converter(Month, "mm")


@dataclass(frozen=True)
class SubURL:
    """A route below every page of ``page_model`` (``"app.Model"``), in both languages."""

    page_model: str
    name: str
    view: Callable[..., HttpResponseBase]
    _: KW_ONLY
    en: str
    cy: str

    def patterns(self) -> Iterator[URLPattern]:
        """Yield the URL pattern of each language for a routable page."""

        def serve(
            page: Any, request: HttpRequest, *args: object, **arguments: object
        ) -> HttpResponseBase:
            return self.view(request, page, **arguments)

        # The language switch finds the same route below the translation by this name.
        serve.sub_url_name = self.name  # type: ignore[attr-defined]  # functions carry attributes
        for language in LANGUAGES:
            yield path(getattr(self, language), serve, name=f"{self.name}:{language}")


def register(sub_urls: Iterable[SubURL]) -> None:
    """Register ``sub_urls``.

    Raise ImproperlyConfigured if a page model already has the name or the path.
    """
    for new in sub_urls:
        for old in _registered[new.page_model]:
            for part in ("name", *LANGUAGES):
                if shape(getattr(new, part)) == shape(getattr(old, part)):
                    raise ImproperlyConfigured(
                        f"Two routes below {new.page_model} have the same {part}, "
                        f"“{getattr(new, part)}”: “{old.name}” and “{new.name}”."
                    )
        _registered[new.page_model].append(new)


def shape(pattern: str) -> str:
    """Return ``pattern`` without the names of its arguments: equal shapes match the same URLs."""
    return re.sub(r":\w+>", ">", pattern)


def registered() -> Iterator[SubURL]:
    """Yield every registered route below a page."""
    for below_one_model in _registered.values():
        yield from below_one_model


def name_in_each_language(request: HttpRequest, **arguments: dict[str, Any]) -> None:
    """Set the arguments of the current route in each language, if they differ::

    name_in_each_language(request, en={"slug": "risk"}, cy={"slug": "risg"})
    """
    page_request(request).sub_url_arguments = arguments


def route_name(match: ResolverMatch) -> str:
    """Return the name of the ``SubURL`` that ``match`` has resolved."""
    name: str = match.func.sub_url_name  # type: ignore[attr-defined]  # set in ``patterns``
    return name


def arguments_in(request: HttpRequest, language: str) -> dict[str, Any]:
    """Return the arguments of the current route in ``language``."""
    named: dict[str, dict[str, Any]] = getattr(request, "sub_url_arguments", {})
    return named.get(language, page_request(request).sub_url_match.kwargs)


def right_address(
    request: HttpRequest, page: "SubURLMixin", **arguments: dict[str, Any]
) -> HttpResponsePermanentRedirect | None:
    """Set the arguments in each language; return a redirect if the request has another spelling."""
    name_in_each_language(request, **arguments)
    own = arguments_in(request, page.locale.language_code)
    address = page.sub_url(route_name(page_request(request).sub_url_match), **own)
    if urlsplit(address).path == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


class SubURLMixin(RoutablePageMixin):
    """A page below which other apps may serve addresses."""

    @classmethod
    def get_subpage_urls(cls) -> tuple[URLPattern, ...]:
        """Return the registered routes, then the page's own."""
        added = (each.patterns() for each in _registered[cls._meta.label])
        return (*chain.from_iterable(added), *super().get_subpage_urls())

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Resolve like a routable page, and note the route for the language switch.

        The routes of other apps have both languages, so a fallback page serves them as well.
        """
        if path_components and not self.live and self.fallback_for:
            resolved = self.resolve_subpage("/" + "/".join(path_components) + "/")
            page_request(request).routable_resolver_match = resolved
            result = RouteResult(self, args=tuple(resolved))
        else:
            result = super().route(request, path_components)
        match: ResolverMatch | None = getattr(request, "routable_resolver_match", None)
        if path_components and match is not None and hasattr(match.func, "sub_url_name"):
            page_request(request).sub_url_match = match
        return result

    def sub_url(self, name: str, **arguments: object) -> str:
        """Return the URL of the route ``name`` below this page, in the language of the page."""
        below: str = self.reverse_subpage(f"{name}:{self.locale.language_code}", kwargs=arguments)
        above: str = self.url.rstrip("/")
        return f"{above}/{below}"
