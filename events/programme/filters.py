"""Filter the sessions of the programme: the facets, and how many sessions each value has.

A plain GET form makes the choice, so that a choice is an address: it can be kept and sent, and is
the same in both languages. All upcoming or all past sessions are read at once and filtered in
memory: a programme has some dozens in a year, and every value shows how many are left.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# From their modules: the page that lists dates is itself one of the models.
from events.models.event import AudienceRole, Event, Venue
from events.models.sessions import EventSession
from gpx_site.core.models import Topic
from gpx_site.core.templatetags.gpx_dates import gpx_month
from gpx_site.i18n.bilingual import active_language
from gpx_site.i18n.collation import SortKey, sort_key

#: Values as they stand in an address, and what they are called in the active language.
Values = Iterable[tuple[str, str]]
Names = dict[str, str]
SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
YEAR = re.compile(r"[0-9]{4}")
PAST = "past"
#: Spans of time that begin now.
SPANS = {
    "this-month": gettext_lazy("This month"),
    "next-3-months": gettext_lazy("The next 3 months"),
}
LANGUAGES = {
    "cy": gettext_lazy("In Welsh"),
    "en": gettext_lazy("In English"),
    "bilingual": gettext_lazy("In Welsh and English"),
}


@dataclass(frozen=True)
class Facet:
    """One property to filter by.

    ``values`` are those of a session; ``name_of`` names a value that no session has, or is empty
    where there is no such value; ``order`` sorts values, by default by name.
    """

    name: str
    label: str | Promise
    values: Callable[[EventSession], Values]
    name_of: Callable[[str], str]
    order: Callable[[str], tuple[int, str]] | None = None


@dataclass(frozen=True)
class Choice:
    """The chosen sessions, and the fields of the form.

    ``chips`` are the filters in force, each with the address of the list without it; ``errors``
    name invalid values, which are left out of the choice.
    """

    sessions: list[EventSession]
    fields: list[dict[str, Any]]
    chips: list[dict[str, str]]
    errors: list[dict[str, str]]
    past: bool
    upcoming_url: str
    past_url: str


def is_past(asked: QueryDict) -> bool:
    """Whether past sessions are asked for: all of them, or those of a year."""
    when = asked.get("when", "")
    return when == PAST or bool(YEAR.fullmatch(when))


def choose(sessions: Collection[EventSession], asked: QueryDict) -> Choice:
    """Return those of ``sessions`` that ``asked`` names, in their order.

    The number beside a value counts the sessions that would be left if it were chosen too.
    """
    has = [{facet: dict(facet.values(session)) for facet in FACETS} for session in sessions]
    names = {
        facet: {v: name for each in has for v, name in each[facet].items()} for facet in FACETS
    }
    chosen, errors = _read(asked, names)
    every = PAST if is_past(asked) else ""

    def fits(values: Mapping[Facet, Names], but: Facet | None = None) -> bool:
        return all(value in values[facet] for facet, value in chosen.items() if facet != but)

    fields = []
    for facet in FACETS:
        left = [values[facet] for values in has if fits(values, but=facet)]
        if names[facet] or facet in errors:
            items = _items(facet, names[facet], left, chosen.get(facet, ""))
            items.insert(0, {"value": every if facet is WHEN else "", "text": _("All")})
            field = {"name": facet.name, "label": facet.label, "items": items}
            fields.append(field | {"error": errors.get(facet, "")})
    return Choice(
        sessions=[each for each, values in zip(sessions, has, strict=True) if fits(values)],
        fields=fields,
        chips=list(_chips(chosen, names, every)),
        errors=[{"text": text, "href": f"#filter-{facet.name}"} for facet, text in errors.items()],
        past=bool(every),
        upcoming_url=_address(chosen | {WHEN: ""}),
        past_url=_address(chosen | {WHEN: PAST, PLACES: ""}),
    )


def _read(asked: QueryDict, names: dict[Facet, Names]) -> tuple[dict[Facet, str], dict[Facet, str]]:
    """Return the chosen values and the errors of the rest; add the names of the chosen."""
    chosen, errors = {}, {}
    for facet in FACETS:
        value = asked.get(facet.name, "")
        if not value or (facet is WHEN and value == PAST):
            continue
        if name := names[facet].get(value) or facet.name_of(value):
            chosen[facet], names[facet][value] = value, name
        else:
            words = _("Choose a filter from the list under “%(facet)s”")
            errors[facet] = words % {"facet": facet.label}
    return chosen, errors


def _items(facet: Facet, names: Names, left: list[Names], chosen: str) -> list[dict[str, Any]]:
    """Return the options of a facet, each with the number of sessions that it would leave."""
    language = active_language()

    def by_name(value: str) -> SortKey:
        return sort_key(names[value], language)

    return [
        {
            "value": value,
            "text": f"{names[value]} ({sum(value in each for each in left)})",
            "checked": value == chosen,
        }
        for value in sorted(names, key=facet.order or by_name)
    ]


def _chips(
    chosen: dict[Facet, str], names: dict[Facet, Names], every: str
) -> Iterator[dict[str, str]]:
    for facet, value in chosen.items():
        rest = {WHEN: every} | {each: chosen[each] for each in chosen if each != facet}
        yield {"label": names[facet][value], "url": _address(rest)}


def _address(chosen: dict[Facet, str]) -> str:
    """Return the query string of a choice; empty where nothing is chosen."""
    query = QueryDict(mutable=True)
    query.update({each.name: chosen[each] for each in FACETS if chosen.get(each)})
    return f"?{query.urlencode()}" if query else ""


# The values of a session, by facet ---------------------------------------------------------------


def _kind(session: EventSession) -> Values:
    return [(session.event.kind, session.event.get_kind_display())]


def _kind_name(value: str) -> str:
    return str(dict(Event.Kind.choices).get(value, ""))


def _topics(session: EventSession) -> Values:
    return [(topic.slug, topic.label) for topic in session.event.topics.all()]


def _topic_name(value: str) -> str:
    found = Topic.objects.filter(slug=value).first() if SLUG.fullmatch(value) else None
    return str(found.label) if found else ""


def _roles(session: EventSession) -> Values:
    return [(role.slug, role.name) for role in session.event.audience.all()]


def _role_name(value: str) -> str:
    found = AudienceRole.objects.filter(slug=value).first() if SLUG.fullmatch(value) else None
    return found.name if found else ""


def _place(session: EventSession) -> Values:
    return [(slugify(session.venue.town_en) if session.venue else "online", str(session.place))]


def _place_name(value: str) -> str:
    if value == "online":
        return str(EventSession.Mode.ONLINE.label)
    towns = {slugify(venue.town_en): venue.town for venue in Venue.objects.all()}
    return towns.get(value, "")


def _dates(session: EventSession) -> Values:
    """Return the spans and months of an upcoming session, or the years of a past one."""
    first, last = (timezone.localdate(each) for each in (session.starts_at, session.ends_at))
    if session.is_over:
        return [(str(year), str(year)) for year in range(first.year, last.year + 1)]
    months = [
        (f"{number // 12:04}-{number % 12 + 1:02}", dt.date(number // 12, number % 12 + 1, 1))
        for number in range(_number(first), _number(last) + 1)
    ]
    today = timezone.localdate()
    spans = {"this-month": _month_ends(today), "next-3-months": in_months(today, 3)}
    begun = [(name, str(SPANS[name])) for name, end in spans.items() if first <= end]
    return [*begun, *((value, gpx_month(month)) for value, month in months)]


def _date_name(value: str) -> str:
    if value in SPANS:
        return str(SPANS[value])
    if YEAR.fullmatch(value):
        return value
    match = MONTH.fullmatch(value)
    try:
        return gpx_month(dt.date(int(match[1]), int(match[2]), 1)) if match else ""
    except ValueError:
        return ""


def _date_order(value: str) -> tuple[int, str]:
    """Sort spans first, then months in order; years with the latest first."""
    if value in SPANS:
        return list(SPANS).index(value), ""
    return (len(SPANS), value) if MONTH.fullmatch(value) else (-int(value), "")


def _number(day: dt.date) -> int:
    """Return the month of ``day``, counted from the year 0."""
    return 12 * day.year + day.month - 1


def _month_ends(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def in_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month."""
    number = _number(day) + months
    first = dt.date(number // 12, number % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), _month_ends(first))


def _language(session: EventSession) -> Values:
    return [(session.delivery_language, _language_name(session.delivery_language))]


def _language_name(value: str) -> str:
    return str(LANGUAGES.get(value, ""))


def _places(session: EventSession) -> Values:
    return [("open", _places_name("open"))] if session.capacity_state == "open" else []


def _places_name(value: str) -> str:
    return _("Only dates with places left") if value == "open" else ""


WHEN = Facet("when", gettext_lazy("When"), _dates, _date_name, _date_order)
PLACES = Facet("places", gettext_lazy("Places"), _places, _places_name)
FACETS = (
    WHEN,
    Facet("kind", gettext_lazy("Kind"), _kind, _kind_name),
    Facet("topic", gettext_lazy("Topic"), _topics, _topic_name),
    Facet("role", gettext_lazy("Who it is for"), _roles, _role_name),
    Facet("place", gettext_lazy("Place"), _place, _place_name),
    Facet("language", gettext_lazy("Language spoken"), _language, _language_name),
    PLACES,
)
