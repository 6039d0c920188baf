"""Import a PO file from a translator."""

import datetime as dt
import re
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import polib
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail_localize.models import String, Translation, TranslationContext

from gpx_site.translations.editor import services
from gpx_site.translations.editor.po_export import EXPORTED, TRANSLATION, language
from gpx_site.translations.editor.segments import Text, kept, texts
from gpx_site.translations.editor.services import Given, Outcome, TextsRefused
from gpx_site.translations.publishing import lock

#: In bytes; the text of a page has a few kilobytes.
LARGEST = 2 * 1024 * 1024
# A line that polib would take without its last sign, or pass over, is broken too.
LINE = re.compile(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str|str\[\d\])\s*)?"(?:[^"\\]|\\.)*")?\s*')
WRONG_DIRECTION = {
    "cy": gettext_lazy("The file is for the English page; this is the Welsh one."),
    "en": gettext_lazy("The file is for the Welsh page; this is the English one."),
}


class PoRefused(Exception):
    """The file is refused as a whole: ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


@dataclass
class Report:
    """The result of the import, by entry."""

    outcome: Outcome
    empty: int = 0
    fuzzy: int = 0
    #: Entries whose text is not on the page.
    unknown: list[polib.POEntry] = field(default_factory=list)


def parse(content: bytes) -> polib.POFile:
    """Return the entries of a file; raise ``PoRefused`` if it is not a PO file in UTF-8."""
    text = _text(content)
    # Given the text itself, polib opens the file of that name where there is one, and takes other
    # signs than line feeds for the ends of lines.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.po"
        path.write_text(text, encoding="utf-8")
        try:
            po = polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError, IndexError) as error:
            raise PoRefused(_("The file is not a PO file.")) from error
    if not po.metadata and not len(po):
        raise PoRefused(_("The file is not a PO file."))
    return po


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        largest = ngettext(
            "The file is larger than %(n)s megabyte, which no page’s file is.",
            "The file is larger than %(n)s megabytes, which no page’s file is.",
            LARGEST // 1024**2,
        )
        raise PoRefused(largest % {"n": LARGEST // 1024**2})
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise PoRefused(
            _("The file is not text in UTF-8. Save it as a PO file in UTF-8 and upload it again.")
        )
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line):
            broken = _("The file is not a PO file that can be read: line %(line)s is broken.")
            raise PoRefused(broken % {"line": number})
    return text


@transaction.atomic
def take(*, translation: Translation, content: bytes, by: User | None) -> Report:
    """Save the translations of a file; all of them, or none.

    Empty and fuzzy entries are skipped, and those whose text is no longer on the page. A text that
    was changed here after the export is kept and reported. Raises ``PoRefused`` for a file that is
    broken, of another page, or has mistakes.
    """
    po = parse(content)
    exported = _check(po, translation)
    _refuse_contradictions(po)
    lock(translation.get_target_instance())
    now = {(text.path, text.source): text for text in texts(translation)}
    report = Report(Outcome())
    given = _given(po, now, exported, report)
    given += _given_before(report.unknown, translation)
    try:
        report.outcome = services.save(
            translation=translation, given=given, by=by, tool=_mark(exported)
        )
    except TextsRefused as refused:
        sources = {text.key: text.source for text in now.values()}
        raise PoRefused(*_lines(refused, sources)) from refused
    return report


def _given(
    po: polib.POFile,
    now: dict[tuple[str, str], Text],
    exported: dt.datetime | None,
    report: Report,
) -> list[Given]:
    """Return the words for texts on the page; add the other entries to ``report``."""
    given = {}
    for entry in po:
        if entry.obsolete:
            continue
        text = now.get((entry.msgctxt, entry.msgid))
        if not entry.msgstr.strip():
            report.empty += 1
        elif entry.fuzzy:
            report.fuzzy += 1
        elif text is None:
            report.unknown.append(entry)
        else:
            mark = text.seen if _untouched(text, exported) else None
            given[text.key] = Given(key=text.key, words=entry.msgstr, seen=mark)
    return list(given.values())


def _check(po: polib.POFile, translation: Translation) -> dt.datetime | None:
    """Return when the file was exported; raise ``PoRefused`` if it is of another page."""
    mark = po.metadata.get(TRANSLATION, "").strip()
    if not mark:
        raise PoRefused(
            _("The file does not say which page it is for. Use the file that is downloaded here.")
        )
    if mark != str(translation.uuid):
        raise PoRefused(_other(mark, translation))
    if po.metadata.get("Language", "").strip() not in ("", language(translation)):
        raise PoRefused(str(WRONG_DIRECTION[language(translation)]))
    try:
        exported = dt.datetime.fromisoformat(po.metadata.get(EXPORTED, "").strip())
    except ValueError:
        return None
    return exported if exported.tzinfo else None


def _other(mark: str, translation: Translation) -> str:
    """Return a sentence on what the file is for."""
    other = None
    with suppress(ValueError):
        other = Translation.objects.select_related("source").filter(uuid=UUID(mark)).first()
    if other is None:
        return _("The file is for another page, which is not here.")
    if other.source.object_id == translation.source.object_id:
        return str(WRONG_DIRECTION[language(translation)])
    return _("The file is for another page: “%(title)s”.") % {"title": other.source.object_repr}


def _untouched(text: Text, exported: dt.datetime | None) -> bool:
    """Return whether nothing but the file itself has changed the text since the export."""
    if exported is None or text.changed_at is None:
        return text.changed_at is None
    return text.changed_at <= exported or text.tool == _mark(exported)


def _mark(exported: dt.datetime | None) -> str:
    return f"PO {exported.isoformat()}" if exported else "PO"


def _given_before(entries: list[polib.POEntry], translation: Translation) -> list[Given]:
    """Return the words for texts that were on the page before."""
    source = translation.source
    contexts = TranslationContext.objects.filter(object=source.object_id)
    places = dict(contexts.values_list("path", "pk"))
    hashes = {}
    for entry in entries:
        for is_html in (False, True):
            with suppress(ValueError):
                data = kept(entry.msgid, is_html=is_html)
                hashes[String._get_data_hash(data)] = entry
    known = String.objects.filter(locale=source.locale_id, data_hash__in=hashes)
    return [
        Given(key=f"{places[entry.msgctxt]}-{pk}", words=entry.msgstr, seen=None)
        for pk, data_hash in known.values_list("pk", "data_hash")
        if (entry := hashes[data_hash]).msgctxt in places
    ]


def _refuse_contradictions(po: polib.POFile) -> None:
    """Refuse a file with two translations of one text."""
    said = {
        (entry.msgctxt, entry.msgid, entry.msgstr)
        for entry in po
        if entry.msgstr.strip() and not entry.obsolete and not entry.fuzzy
    }
    twice = Counter((context, source) for context, source, _words in said)
    wrong = [source for (_context, source), times in twice.items() if times > 1]
    if wrong:
        said_twice = _("“%(text)s” has two different translations in the file.")
        raise PoRefused(*(said_twice % {"text": shorten(source)} for source in wrong))


def _lines(refused: TextsRefused, sources: dict[str, str]) -> list[str]:
    return [
        f"“{shorten(sources[name])}”: {' '.join(found)}" for name, found in refused.errors.items()
    ]


def shorten(text: str) -> str:
    """Return the beginning of a text, to identify it."""
    return text if len(text) <= 60 else f"{text[:59]}…"
