"""Export a PO file for a translator."""

import polib
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from wagtail_localize.models import Translation

from gpx_site.translations.editor.segments import Text, texts

TRANSLATION, EXPORTED = "X-Translation-ID", "X-Exported-At"
DIRECTIONS = {
    "cy": gettext_lazy("To be translated from English into Welsh."),
    "en": gettext_lazy("To be translated from Welsh into English."),
}
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
}


def filename(translation: Translation) -> str:
    """Return the name of the file, from page and direction: ``contact-en-to-cy.po``."""
    title = slugify(translation.source.object_repr)[:60] or "page"
    return f"{title}-{translation.source.locale.language_code}-to-{language(translation)}.po"


def write(translation: Translation, *, note: str = "") -> bytes:
    """Return the file: every text with its position and its translation; older ones are fuzzy."""
    po = polib.POFile(wrapwidth=78)
    po.header = _header(translation, note)
    now = timezone.now()
    source, target = translation.source.locale.language_code, language(translation)
    po.metadata = {
        "Project-Id-Version": " ".join(translation.source.object_repr.split()),
        "Report-Msgid-Bugs-To": settings.CONTACT_EMAIL,
        "POT-Creation-Date": f"{now:%Y-%m-%d %H:%M%z}",
        "PO-Revision-Date": f"{now:%Y-%m-%d %H:%M%z}",
        "Language": target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[target],
        "X-Source-Language": source,
        TRANSLATION: str(translation.uuid),
        EXPORTED: now.isoformat(),
    }
    for text in texts(translation):
        if not text.is_address:
            po.append(_entry(text))
    return str(po).encode()


def language(translation: Translation) -> str:
    """Return the target language."""
    code: str = translation.target_locale.language_code
    return code


def _header(translation: Translation, note: str) -> str:
    """Return the instructions in both languages, and the editor's note."""
    parts = []
    for own in ("cy", "en"):
        with override(own):
            parts += [str(DIRECTIONS[language(translation)]), *_instructions(), ""]
    if note:
        parts.append(" ".join(note.split()))
    return "\n".join(parts).strip()


def _instructions() -> list[str]:
    return [
        _("Translate each msgid in the msgstr below it, and leave the lines above as they are."),
        _('Keep marks such as <b>…</b>, and every link such as <a id="a1">…</a>.'),
        _(
            'Words marked <span lang="cy">…</span> or <span lang="en">…</span> are in that '
            "language: keep the mark where they are in the other language than your text."
        ),
        _("What is marked “fuzzy” is an older translation: correct it, and take the mark away."),
        _("Save the file as UTF-8, under the same name, and send it back."),
    ]


def _entry(text: Text) -> polib.POEntry:
    notes = [text.place.name]
    limit = text.place.limit
    if limit and not text.is_html:
        longest = ngettext("At most %(n)s character.", "At most %(n)s characters.", limit)
        notes.append(longest % {"n": limit})
    entry = polib.POEntry(
        msgctxt=text.path, msgid=text.source, msgstr=text.words, comment="\n".join(notes)
    )
    if text.before:
        entry.msgstr, entry.previous_msgid = text.before.words, text.before.source
        entry.flags = ["fuzzy"]
    return entry
