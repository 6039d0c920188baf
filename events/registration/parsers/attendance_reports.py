"""Reading the attendance reports of Zoom and of Teams: who was there, and when.

Zoom writes commas in UTF-8, one row for each time that somebody joined. Its webinar report has a
summary first, then a part for hosts, one for panellists, one for attendees. Teams writes tabs in
UTF-16, a summary, one row for each person with the whole time, and below them their comings and
goings once more. Spreadsheets save either with other separators. So the heading of each part is
looked for, by the names of its columns; what stands outside the parts is passed over.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from gpx_site.core.models.people import normalise_name
from gpx_site.core.text import plain

LARGEST = 5 * 1024 * 1024
MOST_PEOPLE = 5000
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
TEAM_PARTS = ("host", "panelist", "panellist", "gwesteiwr")
TEAM_ROLES = {"organizer", "organiser", "trefnydd"}
REPEATED_PARTS = ("activities", "gweithgareddau")
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
    """The file is no attendance report, or one of its rows cannot be read; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One person of a report, under one address and one name.

    ``visits`` are (from, to) in seconds on any one clock; ``seconds`` is what the report adds up
    for those of whom it gives no visits.
    """

    name: str
    email: str = ""
    visits: tuple[tuple[float, float], ...] = ()
    seconds: int = 0
    team: bool = False

    @property
    def minutes(self) -> int:
        """How long the person was there; who was there on two devices at once counts once."""
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
    """The length of the union of intervals."""
    total, end = 0.0, float("-inf")
    for start, stop in sorted(visits):
        total += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return total


def read_report(content: bytes, *, near: datetime) -> list[Attendee]:
    """Return everybody in a report of Zoom or Teams, each once.

    ``near`` settles whether 6/9 is in June or in September: the nearer one is meant.

    Raises:
        ReportRefused: it is no such report, or a row of it cannot be read.
    """
    people: dict[str, Attendee] = {}
    for attendee in _rows(_decode(content), near):
        key = attendee.email or normalise_name(attendee.name)
        people[key] = people[key] + attendee if key in people else attendee
        if len(people) > MOST_PEOPLE:
            raise ReportRefused(_("The file names more people than any session holds."))
    if not people:
        raise ReportRefused(_("Nobody is named in this file."))
    return list(people.values())


def _decode(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ReportRefused(_("The file is larger than 5 MB."))
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        problem = _("The file is not text in UTF-8 or UTF-16. Download the report again as CSV.")
        raise ReportRefused(problem) from None
    if "\x00" in text:
        raise ReportRefused(_("The file is not a CSV file."))
    return text


def _rows(text: str, near: datetime) -> Iterator[Attendee]:
    """Every row of every part, the separator being the one with which a heading is found."""
    for separator in "\t,;":
        lines = list(_lines(text, separator))
        if any(_heading(cells) for _line, cells in lines):
            yield from _parts(lines, near)
            return
    raise ReportRefused(
        _(
            "No columns of a Zoom or Teams attendance report are in this file: "
            "it needs at least a name and a duration, or the times of joining and leaving."
        )
    )


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [plain(cell).replace("\u202f", " ") for cell in cells]
    except csv.Error:
        raise ReportRefused(_("The file is not a CSV file.")) from None


def _heading(cells: list[str]) -> dict[str, int]:
    """Where each column stands, if ``cells`` are the heading of a part; else nothing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = normalise_name(cell)
        for column, names in COLUMNS.items():
            if words in names:
                found.setdefault(column, place)
    timed = "minutes" in found or {"join", "leave"} <= found.keys()
    return found if timed and "name" in found else {}


def _parts(lines: list[tuple[int, list[str]]], near: datetime) -> Iterator[Attendee]:
    lines = [(number, cells) for number, cells in lines if any(cells)]
    headings = [_heading(cells) for _number, cells in lines]
    columns: dict[str, int] = {}
    team = wanted = False
    for place, (number, cells) in enumerate(lines):
        if any(headings[place : place + 2]):  # a heading, or the title above it
            if headings[place]:
                above = lines[place - 1][1] if place else [""]
                title = "" if any(above[1:]) else normalise_name(above[0])
                repeats = any(word in title for word in REPEATED_PARTS)
                wanted = not (columns and repeats)
                team = any(word in title for word in TEAM_PARTS)
                columns = headings[place]
        elif columns and wanted:
            row = _Row(cells, columns, number, near)
            if row.was_there:
                attendee = row.attendee()
                yield replace(attendee, team=attendee.team or team)


@dataclass(frozen=True)
class _Row:
    cells: list[str]
    columns: dict[str, int]
    number: int
    near: datetime

    def cell(self, column: str) -> str:
        place = self.columns.get(column)
        text = self.cells[place] if place is not None and place < len(self.cells) else ""
        return "" if text in {"--", "-", "n/a"} else text

    @property
    def was_there(self) -> bool:
        absent = self.cell("attended").lower() in NO
        return not absent and self.cell("waiting").lower() not in YES

    def attendee(self) -> Attendee:
        name, email = self.cell("name"), self.cell("email").casefold()
        if not name and not email:
            raise ReportRefused(_("Line %(line)s names nobody.") % {"line": self.number})
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
            raise ReportRefused(problem % {"line": self.number})
        return replace(known, seconds=seconds)


def _seconds(text: str) -> int | None:
    """A length of time: minutes, ``1h 2m 3s``, or ``1:02:03``."""
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
    """A date and a time of day, in seconds; the reading nearest to ``near`` where there are two."""
    words = " ".join(text.lower().replace(".m.", "m").split())
    found = [moment for moment in _readings(words) if moment is not None]
    wanted = near.replace(tzinfo=None)
    best = min(found, key=lambda moment: abs(moment - wanted), default=None)
    return (best - datetime(1970, 1, 1)).total_seconds() if best else None  # noqa: DTZ001 - the report's own clock, of which only differences count


def _readings(text: str) -> Iterator[datetime | None]:
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
    """The names under which somebody may be registered: Zoom writes the original in brackets."""
    match = re.fullmatch(r"(.+?) ?\((.+)\)", name)
    return [name, *(match.groups() if match else ())]
