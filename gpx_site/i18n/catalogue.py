"""The Welsh message catalogues: extract, update, merge and check.

There are two kinds of catalogue. ``gpx_site/locale`` contains the messages of our own source. The
overlay, ``gpx_site/i18n/third_party``, contains messages of other packages; Django reads it before
the Welsh of those packages.

No gettext program is needed: Django converts templates, Babel (a development dependency) extracts
messages from Python, and polib reads and writes ``.po`` and ``.mo`` files.
"""

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

# The plural rule of CLDR for Welsh: zero, one, two, three, six, other.
PLURAL_FORMS = (
    "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
)
OTHER = 5
HEADER = {
    "Project-Id-Version": "GPX hub",
    "Language": "cy",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURAL_FORMS,
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml", ".ics"}
# The positions of the arguments of each function: context, message, plural.
ARGUMENTS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
ARGUMENTS |= {f"{name}_lazy": positions for name, positions in ARGUMENTS.items()}
ARGUMENTS["_"] = ARGUMENTS["gettext_noop"] = ARGUMENTS["gettext"]
ARGUMENTS["ngettext_noop"] = ARGUMENTS["ngettext"]

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z]\w*")

#: A context and a message: what gettext looks up.
Key = tuple[str | None, str]
#: What Babel yields for Python: line, function, arguments, comments.
Call = tuple[int, str, str | tuple[str | None, ...], list[str]]


@dataclass
class Message:
    """A message of the source, and the files that contain it."""

    context: str | None
    text: str
    plural: str | None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return the context and the text."""
        return self.context, self.text


def po_path() -> Path:
    """Return the path of the Welsh catalogue of our own source."""
    return Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES" / "django.po"


def overlay_paths() -> list[Path]:
    """Return the paths of the overlay catalogues, one for each gettext domain."""
    folders = (Path(folder) / "cy" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS[1:])
    return sorted(path for folder in folders for path in folder.glob("*.po"))


# Extract ------------------------------------------------------------------------------------------


def source_files() -> Iterator[Path]:
    """Yield the Python files and templates of the project, but no tests, migrations or scripts."""
    base = Path(settings.BASE_DIR)
    folders = {base / "templates"}
    for app in apps.get_app_configs():
        path = Path(app.path)
        if path.is_relative_to(base) and not path.is_relative_to(sys.prefix):
            folders.add(base / path.relative_to(base).parts[0])
    for path in sorted(path for folder in folders for path in folder.rglob("*.*")):
        is_template = "templates" in path.parts and path.suffix in TEMPLATE_SUFFIXES
        if is_template or (path.suffix == ".py" and "migrations" not in path.parts):
            yield path


def extract() -> dict[Key, Message]:
    """Return the messages of the source by context and text."""
    found: dict[Key, Message] = {}
    for path in source_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for message in extract_text(path.read_text(encoding="utf-8"), path.suffix):
            found.setdefault(message.key, message).files.add(name)
    return found


def extract_text(text: str, suffix: str) -> Iterator[Message]:
    """Yield the messages of one Python file or template."""
    from babel.messages.extract import extract_python

    if suffix != ".py":
        # templatize returns Python, apart from its indentation.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    source = io.BytesIO(text.encode())
    # Babel annotates this function with the type that its other extraction functions have.
    calls = cast("Iterator[Call]", extract_python(source, dict.fromkeys(ARGUMENTS), (), {}))
    for _line, function, arguments, _comments in calls:
        values = arguments if isinstance(arguments, tuple) else (arguments,)
        context, message, plural = (
            None if position is None or position >= len(values) else values[position]
            for position in ARGUMENTS[function]
        )
        if message:
            yield Message(context, message, plural)


# Update and merge ---------------------------------------------------------------------------------


def read_po() -> polib.POFile:
    """Return the catalogue, or an empty one if the file does not exist."""
    return _read(po_path())


def _read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=98) if path.exists() else polib.POFile(wrapwidth=98)


def write(po: polib.POFile) -> None:
    """Sort, write and compile the catalogue and the overlays."""
    _write(po, po_path())
    for path in overlay_paths():
        _write(_read(path), path)


def _write(po: polib.POFile, path: Path) -> None:
    """Write ``.po`` and ``.mo``, sorted by message so that differences stay small."""
    po.metadata = dict(HEADER)
    po.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))
    path.with_suffix(".mo").write_bytes(compiled(po))


def compiled(po: polib.POFile) -> bytes:
    """Return the content of the ``.mo`` file."""
    content: bytes = po.to_binary()
    return content


def update(po: polib.POFile, messages: dict[Key, Message]) -> polib.POFile:
    """Return a catalogue of exactly ``messages``, with their translations from ``po``.

    The translation of a message whose plural has changed is discarded.
    """
    known = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=98)
    for key, message in messages.items():
        old = known.get(key)
        entry = polib.POEntry(
            msgctxt=message.context,
            msgid=message.text,
            msgid_plural=message.plural or "",
            occurrences=[(name, "") for name in sorted(message.files)],
        )
        if message.plural:
            entry.msgstr_plural = dict.fromkeys(range(OTHER + 1), "")
            if old is not None and old.msgid_plural == message.plural:
                entry.msgstr_plural |= old.msgstr_plural
        elif old is not None and not old.msgid_plural:
            entry.msgstr = old.msgstr
        fresh.append(entry)
    return fresh


def merge(po: polib.POFile, files: Iterable[Path]) -> list[str]:
    """Add translations from ``files`` to the untranslated entries of ``po``; return the problems.

    Each file is a JSON list of ``{"id", "cy", "context"?, "plural"?}``. ``cy`` is a text, or for a
    plural the list of the six forms in the order of CLDR.
    """
    problems = []
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po}
    given: dict[Key, tuple[object, str]] = {}
    for path in files:
        for row in json.loads(path.read_text(encoding="utf-8")):
            key = (row.get("context"), row["id"])
            words, first_file = given.setdefault(key, (row["cy"], path.name))
            if words != row["cy"]:
                problems.append(f"{path.name}: {label(key)} has other words in {first_file}")
            elif key not in entries:
                problems.append(f"{path.name}: {label(key)} is not in the source")
            elif _has_other_words(entries[key], words):
                problems.append(f"{path.name}: {label(key)} has other words in the catalogue")
            elif not _put(entries[key], words):
                problems.append(f"{path.name}: {label(key)} needs {_shape(entries[key])}")
    return problems


def _has_other_words(entry: polib.POEntry, words: object) -> bool:
    if entry.msgid_plural:
        forms = [form for _, form in sorted(entry.msgstr_plural.items())]
        return any(forms) and forms != words
    return bool(entry.msgstr) and entry.msgstr != words


def _put(entry: polib.POEntry, words: object) -> bool:
    if not entry.msgid_plural and isinstance(words, str):
        entry.msgstr = words
        return True
    if entry.msgid_plural and isinstance(words, list) and len(words) == OTHER + 1:
        entry.msgstr_plural = dict(enumerate(words))
        return True
    return False


def _shape(entry: polib.POEntry) -> str:
    return "six plural forms" if entry.msgid_plural else "one text"


def label(key: Key) -> str:
    """Return the name of a message in a report."""
    context, text = key
    return f"{text!r}" + (f" ({context})" if context else "")


# Check --------------------------------------------------------------------------------------------


def problems(po: polib.POFile, messages: dict[Key, Message]) -> Iterator[str]:
    """Yield a line for each problem of the catalogue and the overlays."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    for key, message in messages.items():
        if key not in entries:
            yield f"missing: {label(key)}, said in {', '.join(sorted(message.files))}"
        elif (entries[key].msgid_plural or None) != message.plural:
            yield f"out of date: {label(key)} has another plural in the source"
    for entry in po:
        name = label((entry.msgctxt, entry.msgid))
        if entry.obsolete or (entry.msgctxt, entry.msgid) not in messages:
            yield f"obsolete: {name}"
        else:
            yield from (f"{problem}: {name}" for problem in entry_problems(entry))
    yield from _file_problems(po, po_path())
    for path in overlay_paths():
        yield from _overlay_problems(path, messages)


def _file_problems(po: polib.POFile, path: Path) -> Iterator[str]:
    """Yield the problems of the header and of the compiled file."""
    if po.metadata.get("Plural-Forms") != PLURAL_FORMS:
        yield f"Plural-Forms of {path.name} is not {PLURAL_FORMS}"
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        yield f"{mo.name} was not made from {path.name}; run manage.py catalogue --update"


def _overlay_problems(path: Path, messages: dict[Key, Message]) -> Iterator[str]:
    """Yield the problems of an overlay, among them messages of our own source."""
    po = _read(path)
    for entry in po:
        key = (entry.msgctxt, entry.msgid)
        if path.stem == "django" and key in messages:
            yield f"said by our own source too, so not in {path.name}: {label(key)}"
        yield from (f"{problem} in {path.name}: {label(key)}" for problem in entry_problems(entry))
    yield from _file_problems(po, path)


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """Yield the problems of one translation."""
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.msgid_plural:
        yield from text_problems(entry.msgid, entry.msgstr, may_leave_out=False)
        return
    if sorted(entry.msgstr_plural) != list(range(OTHER + 1)):
        yield "not six plural forms"
    for number, words in sorted(entry.msgstr_plural.items()):
        # "Dau le" may contain its number as a word; the form for other numbers needs a placeholder.
        for problem in text_problems(entry.msgid_plural, words, may_leave_out=number != OTHER):
            yield f"{problem} (plural form {number})"


def text_problems(english: str, welsh: str, *, may_leave_out: bool) -> Iterator[str]:
    """Yield the problems of one Welsh text."""
    if not welsh.strip():
        yield "empty"
        return
    wanted, given = set(PLACEHOLDER.findall(english)), set(PLACEHOLDER.findall(welsh))
    if given - wanted or (wanted - given and not may_leave_out):
        yield "other placeholders"
    if Counter(TAG.findall(english)) != Counter(TAG.findall(welsh)):
        yield "other HTML tags"
    if english.startswith("\n") != welsh.startswith("\n"):
        yield "other line breaks"
