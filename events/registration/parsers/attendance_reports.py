"""Read the attendance reports of Zoom and Teams: who was present, and when.

Zoom writes commas in UTF-8, with one row for each time that somebody joined. Its webinar report
has a summary first, then a section each for hosts, panellists and attendees. Teams writes tabs in
UTF-16: a summary, one row for each person with the total time, and below these a section that
repeats every time of joining and leaving. Spreadsheet programs save either with other delimiters.
The heading row of each section is therefore found by the names of its columns, and rows outside
the sections are ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from gpx_site.core.models.people import normalise_name
from gpx_site.core.tables import Row, TableError, read_table
from gpx_site.core.text import plain

MAX_BYTES = 5 * 1024 * 1024
MAX_PEOPLE = 5000
COLUMNS = {
    "name": {
        "name",
        "full name",
        "name (original name)",
        "user name (original name)",
        "user name",
        "participant name",
        "enw",
        "enw llawn",
        "enw (enw gwreiddiol)",
    },
    "email": {"email", "e-mail", "user email", "email address", "e-bost", "cyfeiriad e-bost"},
    "join": {"join time", "joined", "amser ymuno"},
    "leave": {"leave time", "left", "amser gadael"},
    "minutes": {
        "duration",
        "duration (minutes)",
        "total duration (minutes)",
        "time in session (minutes)",
        "in-meeting duration",
        "attendance duration",
        "hyd",
        "hyd (munudau)",
        "hyd yn y cyfarfod",
    },
    "role": {"role", "rol"},
    "attended": {"attended", "yn bresennol"},
    "waiting": {"in waiting room", "yn yr ystafell aros"},
}
TEAM_SECTIONS = ("host", "panelist", "panellist", "gwesteiwr")
TEAM_ROLES = {"organizer", "organiser", "trefnydd"}
REPEATED_SECTIONS = ("activities", "gweithgareddau")
YES, NO = {"yes", "true", "ydy", "oes", "ie"}, {"no", "false", "nac ydy", "nac oes", "na"}
UNITS = {"h": 3600, "a": 3600, "m": 60, "s": 1, "e": 1}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ion ionawr",
            "feb february chwef chwefror",
            "mar march maw mawrth",
            "apr april ebr ebrill",
            "may mai",
            "jun june meh mehefin",
            "jul july gorff gorffennaf",
            "aug august awst",
            "sep sept september medi",
            "oct october hyd hydref",
            "nov november tach tachwedd",
            "dec december rhag rhagfyr",
        ),
        start=1,
    )
    for name in names.split()
}
CLOCK = r"[, ]+(\d{1,2}):(\d{2})(?::(\d{2}))? ?([ap]m|y[bph])?$"
NUMBERS = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})" + CLOCK)
WORDS = re.compile(r"(\d{1,2} )?([^\W\d]+)\.? (\d{1,2},? )?(\d{4})" + CLOCK)
LENGTH = re.compile(r"(\d+) ?([^\W\d])[^\W\d]*")


class ReportRefused(Exception):
    """The file is no attendance report, or a row cannot be read; the message gives the reason."""


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One person of a report, under one address and one name.

    ``visits`` are (from, to) in seconds on one common clock; ``seconds`` is the total that the
    report gives for those without visits; ``team`` marks those who ran the meeting.
    """

    name: str
    email: str = ""
    visits: tuple[tuple[float, float], ...] = ()
    seconds: int = 0
    team: bool = False

    @property
    def minutes(self) -> int:
        """The time present; overlapping visits, as on two devices, count once."""
        return round((self.seconds + _covered(self.visits)) / 60)

    def __add__(self, other: "Attendee") -> "Attendee":
        return replace(
            self,
            email=self.email or other.email,
            visits=self.visits + other.visits,
            seconds=self.seconds + other.seconds,
            team=self.team or other.team,
        )


def _covered(visits: tuple[tuple[float, float], ...]) -> float:
    """Return the length of the union of intervals."""
    total, end = 0.0, float("-inf")
    for start, stop in sorted(visits):
        total += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return total


def read_report(content: bytes, *, near: datetime) -> list[Attendee]:
    """Return the people in a report of Zoom or Teams, each once.

    ``near`` decides whether 6/9 is in June or in September: the date nearer to it is taken.

    Raises:
        ReportRefused: it is no such report, or a row of it cannot be read.
    """
    people: dict[str, Attendee] = {}
    for attendee in _attendees(_rows(content), near):
        key = attendee.email or normalise_name(attendee.name)
        people[key] = people[key] + attendee if key in people else attendee
        if len(people) > MAX_PEOPLE:
            raise ReportRefused(_("The file names more people than any session holds."))
    if not people:
        raise ReportRefused(_("Nobody is named in this file."))
    return list(people.values())


def _rows(content: bytes) -> list[Row]:
    """Return the rows that are not blank, their cells without control characters."""
    try:
        table = read_table(
            content,
            recognise=lambda cells: len(_heading(_clean(cells))),
            search_lines=None,
            max_bytes=MAX_BYTES,
        )
    except TableError as error:
        raise ReportRefused(str(error)) from error
    cleaned = [Row(row.line, _clean(row.cells)) for row in table.rows]
    return [row for row in cleaned if any(row.cells)]


def _clean(cells: list[str]) -> list[str]:
    # Zoom puts a narrow no-break space before AM and PM.
    return [plain(cell).replace("\u202f", " ") for cell in cells]


def _heading(cells: list[str]) -> dict[str, int]:
    """Return the position of each column if ``cells`` are the heading of a section, else {}."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        words = normalise_name(cell)
        for column, names in COLUMNS.items():
            if words in names:
                found.setdefault(column, position)
    timed = "minutes" in found or {"join", "leave"} <= found.keys()
    return found if timed and "name" in found else {}


def _attendees(rows: list[Row], near: datetime) -> Iterator[Attendee]:
    """Yield the attendee of every row of every section; sections that repeat others are ignored."""
    headings = [_heading(row.cells) for row in rows]
    if not any(headings):
        raise ReportRefused(
            _(
                "No columns of a Zoom or Teams attendance report are in this file: "
                "it needs at least a name and a duration, or the times of joining and leaving."
            )
        )
    columns: dict[str, int] = {}
    team = wanted = False
    for position, row in enumerate(rows):
        if any(headings[position : position + 2]):  # a heading, or the title above it
            if headings[position]:
                above = rows[position - 1].cells if position else [""]
                title = "" if any(above[1:]) else normalise_name(above[0])
                repeats = any(word in title for word in REPEATED_SECTIONS)
                wanted = not (columns and repeats)
                team = any(word in title for word in TEAM_SECTIONS)
                columns = headings[position]
        elif columns and wanted:
            entry = _Entry(row, columns, near)
            if entry.was_present:
                attendee = entry.attendee()
                yield replace(attendee, team=attendee.team or team)


@dataclass(frozen=True)
class _Entry:
    """One row of a section, with the position of each of its columns."""

    row: Row
    columns: dict[str, int]
    near: datetime

    def cell(self, column: str) -> str:
        """Return the text of a column; empty where it is missing or a dash stands for nothing."""
        position = self.columns.get(column)
        cells = self.row.cells
        text = cells[position] if position is not None and position < len(cells) else ""
        return "" if text in {"--", "-", "n/a"} else text

    @property
    def was_present(self) -> bool:
        """Whether the person was in the meeting itself, not absent or in its waiting room."""
        absent = self.cell("attended").lower() in NO
        return not absent and self.cell("waiting").lower() not in YES

    def attendee(self) -> Attendee:
        """Return the person of this row; raise ReportRefused where name or time is missing."""
        name, email = self.cell("name"), self.cell("email").casefold()
        if not name and not email:
            raise ReportRefused(_("Line %(line)s names nobody.") % {"line": self.row.line})
        known = Attendee(
            name=" ".join(name.split())[:150],
            email=email[:254] if "@" in email else "",
            team=normalise_name(self.cell("role")) in TEAM_ROLES,
        )
        joined, left = (_moment(self.cell(each), self.near) for each in ("join", "leave"))
        if joined is not None and left is not None and left >= joined:
            return replace(known, visits=((joined, left),))
        seconds = _seconds(self.cell("minutes"))
        if seconds is None:
            problem = _("Line %(line)s does not say how long the person was there.")
            raise ReportRefused(problem % {"line": self.row.line})
        return replace(known, seconds=seconds)


def _seconds(text: str) -> int | None:
    """Return a length of time in seconds, or None; minutes, ``1h 2m 3s`` or ``1:02:03``."""
    if re.fullmatch(r"\d{1,5}(\.\d+)?", text):
        return round(float(text) * 60)
    if match := re.fullmatch(r"(\d{1,2}):(\d{2}):(\d{2})", text):
        hours, minutes, seconds = (int(part) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    parts = LENGTH.findall(text.lower())
    if not parts or any(unit not in UNITS for _number, unit in parts):
        return None
    return sum(int(number) * UNITS[unit] for number, unit in parts)


def _moment(text: str, near: datetime) -> float | None:
    """Return a date and time as seconds, or None; of two readings, the one nearer to ``near``."""
    words = " ".join(text.lower().replace(".m.", "m").split())
    found = [moment for moment in _readings(words) if moment is not None]
    wanted = near.replace(tzinfo=None)
    best = min(found, key=lambda moment: abs(moment - wanted), default=None)
    return (best - datetime(1970, 1, 1)).total_seconds() if best else None  # noqa: DTZ001 - the report's own clock, of which only differences count


def _readings(text: str) -> Iterator[datetime | None]:
    """Yield what a date and time can mean, day first and month first; None where it is no date."""
    if match := NUMBERS.match(text):
        first, second, third, *clock = match.groups()
        if len(first) == 4:
            yield _date(first, second, third, clock)
        else:
            yield _date(third, second, first, clock)
            yield _date(third, first, second, clock)
    elif match := WORDS.match(text):
        before, month, after, year, *clock = match.groups()
        day = (before or after or "").strip(" ,")
        yield _date(year, str(MONTHS.get(month, 0)), day or "0", clock)


def _date(year: str, month: str, day: str, clock: list[str | None]) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    half = clock[3]
    if half:
        hour = hour % 12 + (12 if half in {"pm", "yp", "yh"} else 0)
    whole = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime(whole, int(month), int(day), hour, minute, second)  # noqa: DTZ001 - as above
    except ValueError:
        return None


def other_names(name: str) -> list[str]:
    """Return the names under which a person may be registered.

    Zoom writes "display name (original name)": both parts may be the registered one.
    """
    match = re.fullmatch(r"(.+?) ?\((.+)\)", name)
    return [name, *(match.groups() if match else ())]
