"""The Welsh message catalogue: what the source says, what the catalogue has, and what is wrong.

Works without the gettext programs: templates are read by Django, Python by Babel (which is
installed for development only), and ``.po`` and ``.mo`` files by polib.
"""

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

# CLDR's rule for Welsh: zero, one, two, three, six, other.
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
# Where the arguments of each function stand: context, message, plural.
ARGUMENTS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
ARGUMENTS |= {f"{name}_lazy": places for name, places in ARGUMENTS.items()}
ARGUMENTS["_"] = ARGUMENTS["gettext_noop"] = ARGUMENTS["gettext"]
ARGUMENTS["ngettext_noop"] = ARGUMENTS["ngettext"]

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z]\w*")

Key = tuple[str | None, str]


@dataclass
class Message:
    """One message of the source, and the files that say it."""

    context: str | None
    text: str
    plural: str | None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What gettext looks it up by."""
        return self.context, self.text


def po_path() -> Path:
    """Return where the Welsh catalogue is."""
    return Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES" / "django.po"


def overlay_paths() -> list[Path]:
    """Return the catalogues of other packages' messages, which no source of ours names."""
    folders = (Path(folder) / "cy" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS[1:])
    return sorted(path for folder in folders for path in folder.glob("*.po"))


# What the source says -----------------------------------------------------------------------------


def source_files() -> Iterator[Path]:
    """Every Python file and template of the project, but no test, migration or script."""
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
    """Return every message of the source by context and text."""
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
        # What templatize makes is Python but for its indentation.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    source = io.BytesIO(text.encode())
    for _line, name, said, _comments in extract_python(source, ARGUMENTS, (), {}):
        values = said if isinstance(said, tuple) else (said,)
        context, message, plural = (
            None if place is None or place >= len(values) else values[place]
            for place in ARGUMENTS[name]
        )
        if message:
            yield Message(context, message, plural)


# What the catalogue has ---------------------------------------------------------------------------


def read_po() -> polib.POFile:
    """Return the catalogue, or an empty one where there is none yet."""
    return _read(po_path())


def _read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=98) if path.exists() else polib.POFile(wrapwidth=98)


def write(po: polib.POFile) -> None:
    """Write the catalogue; put the overlays in order and compile them too."""
    _write(po, po_path())
    for path in overlay_paths():
        _write(_read(path), path)


def _write(po: polib.POFile, path: Path) -> None:
    """Write ``.po`` and ``.mo``, in an order that keeps differences small."""
    po.metadata = dict(HEADER)
    po.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))
    path.with_suffix(".mo").write_bytes(compiled(po))


def compiled(po: polib.POFile) -> bytes:
    """Return what the ``.mo`` file should hold."""
    return po.to_binary()


def update(po: polib.POFile, messages: dict[Key, Message]) -> polib.POFile:
    """Return a catalogue of exactly ``messages``, with the translations that ``po`` has."""
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
    """Put the translations of ``files`` where ``po`` has none; return what was not put there.

    Each file is a JSON list of ``{"id", "cy", "context"?, "plural"?}``, where ``cy`` is a text, or
    for a plural the six forms in CLDR's order.
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
    """Name a message in a report."""
    context, text = key
    return f"{text!r}" + (f" ({context})" if context else "")


# What is wrong ------------------------------------------------------------------------------------


def problems(po: polib.POFile, messages: dict[Key, Message]) -> Iterator[str]:
    """Yield a line for everything that would show a reader English, or broken Welsh."""
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
    """Yield what is wrong with a catalogue as a file."""
    if po.metadata.get("Plural-Forms") != PLURAL_FORMS:
        yield f"Plural-Forms of {path.name} is not {PLURAL_FORMS}"
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        yield f"{mo.name} was not made from {path.name}; run manage.py catalogue --update"


def _overlay_problems(path: Path, messages: dict[Key, Message]) -> Iterator[str]:
    """Yield what is wrong with an overlay: a message of our own source does not belong there."""
    po = _read(path)
    for entry in po:
        key = (entry.msgctxt, entry.msgid)
        if path.stem == "django" and key in messages:
            yield f"said by our own source too, so not in {path.name}: {label(key)}"
        yield from (f"{problem} in {path.name}: {label(key)}" for problem in entry_problems(entry))
    yield from _file_problems(po, path)


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.msgid_plural:
        yield from text_problems(entry.msgid, entry.msgstr, may_leave_out=False)
        return
    if sorted(entry.msgstr_plural) != list(range(OTHER + 1)):
        yield "not six plural forms"
    for number, words in sorted(entry.msgstr_plural.items()):
        # "Dau le" may say its number in words; the form for any other number must show it.
        for problem in text_problems(entry.msgid_plural, words, may_leave_out=number != OTHER):
            yield f"{problem} (plural form {number})"


def text_problems(english: str, welsh: str, *, may_leave_out: bool) -> Iterator[str]:
    """Yield what is wrong with one Welsh text."""
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
