"""Addresses below a page that another app serves, named in both languages.

An event's page must answer ``register/`` although registration may not be imported by it. The app
that serves the address declares it in its ``routes.py`` and registers it when it is loaded::

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
from django.urls import URLPattern, path, register_converter
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.url_routing import RouteResult

from gpx_site.i18n.bilingual import LANGUAGES

_registered: defaultdict[str, list["SubURL"]] = defaultdict(list)


class Year:
    """A year in an address."""

    regex = r"\d{4}"

    def to_python(self, text: str) -> int:
        """The year as a number."""
        return int(text)

    def to_url(self, year: int) -> str:
        """The year in four digits."""
        return f"{year:04}"


class Month:
    """A month in an address; whether there is such a month is for the view to judge."""

    regex = r"\d{1,2}"

    def to_python(self, text: str) -> int:
        """The month as a number."""
        return int(text)

    def to_url(self, month: int) -> str:
        """The month in two digits."""
        return f"{month:02}"


register_converter(Year, "yyyy")
register_converter(Month, "mm")


@dataclass(frozen=True)
class SubURL:
    """An address below every page of ``page_model`` (``"app.Model"``), in both languages."""

    page_model: str
    name: str
    view: Callable[..., HttpResponseBase]
    _: KW_ONLY
    en: str
    cy: str

    def patterns(self) -> Iterator[URLPattern]:
        """Yield the pattern of each language, under which a routable page calls the view."""

        def serve(
            page: Any, request: HttpRequest, *args: object, **arguments: object
        ) -> HttpResponseBase:
            return self.view(request, page, **arguments)

        # The language switch finds the same route of the page's translation by this name.
        serve.sub_url_name = self.name  # type: ignore[attr-defined]  # functions carry attributes
        for language in LANGUAGES:
            yield path(getattr(self, language), serve, name=f"{self.name}:{language}")


def register(sub_urls: Iterable[SubURL]) -> None:
    """Serve each of ``sub_urls``.

    Raise ImproperlyConfigured where a page model has the name or the address already.
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
    """Return ``pattern`` without the names of its arguments, which no address shows."""
    return re.sub(r":\w+>", ">", pattern)


def registered() -> Iterator[SubURL]:
    """Yield every address below a page."""
    for below_one_model in _registered.values():
        yield from below_one_model


def name_in_each_language(request: HttpRequest, **arguments: dict[str, Any]) -> None:
    """Say which arguments the route that is served has in each language, where they differ::

    name_in_each_language(request, en={"slug": "risk"}, cy={"slug": "risg"})
    """
    request.sub_url_arguments = arguments


def arguments_in(request: HttpRequest, language: str) -> dict[str, Any]:
    """Return the arguments of the route that is served, as they are in ``language``."""
    named = getattr(request, "sub_url_arguments", {})
    return named.get(language, request.sub_url_match.kwargs)


def right_address(
    request: HttpRequest, page: "SubURLMixin", **arguments: dict[str, Any]
) -> HttpResponsePermanentRedirect | None:
    """Name the arguments in each language; lead there whoever asked by another spelling."""
    name_in_each_language(request, **arguments)
    own = arguments_in(request, page.locale.language_code)
    address = page.sub_url(request.sub_url_match.func.sub_url_name, **own)
    if urlsplit(address).path == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


class SubURLMixin(RoutablePageMixin):
    """A page below which other apps may serve addresses."""

    @classmethod
    def get_subpage_urls(cls) -> tuple[URLPattern, ...]:
        """Return what apps have registered, then the page's own routes."""
        added = (each.patterns() for each in _registered[cls._meta.label])
        return (*chain.from_iterable(added), *super().get_subpage_urls())

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Resolve like a routable page, remembering the route for the language switch.

        What an app adds is in both languages, and is so below a stand-in as well.
        """
        if path_components and not self.live and self.fallback_for:
            match = self.resolve_subpage("/" + "/".join(path_components) + "/")
            request.routable_resolver_match = match
            result = RouteResult(self, args=tuple(match))
        else:
            result = super().route(request, path_components)
        match = getattr(request, "routable_resolver_match", None)
        below = path_components and match is not None
        if below and hasattr(match.func, "sub_url_name"):
            request.sub_url_match = match
        return result

    def sub_url(self, name: str, **arguments: object) -> str:
        """The address of the route ``name`` below this page, in this page's language."""
        below = self.reverse_subpage(f"{name}:{self.locale.language_code}", kwargs=arguments)
        return self.url.rstrip("/") + "/" + below
