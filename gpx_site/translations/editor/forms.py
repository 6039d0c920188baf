"""The translation editor as a form: one field for each text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gpx_site.translations.editor.po_import import LARGEST
from gpx_site.translations.editor.segments import Text
from gpx_site.translations.editor.services import Given

WORDS, SEEN = "words-", "seen-"


@dataclass
class Row:
    """One text in the form: the value of its field, its errors, and a conflicting change."""

    text: Text
    words: str
    seen: str
    errors: list[str] = field(default_factory=list)
    #: Somebody else has changed the text since the form was shown; ``words`` are not saved.
    conflict: bool = False

    @property
    def id(self) -> str:
        """Return the id of the field."""
        return f"id_{WORDS}{self.text.key}"

    @property
    def lines(self) -> int:
        """Return the height of the field in lines."""
        return 1 if self.text.place.one_line else min(12, 2 + len(self.text.source) // 60)

    @property
    def hint(self) -> str:
        """Return the hint of the field."""
        if self.text.is_address:
            return _("Leave it empty, and it is made from the title.")
        if "<" in self.text.source and self.text.is_html:
            return _('Keep marks such as <b>…</b>, and every link such as <a id="a1">…</a>.')
        return ""

    @property
    def described_by(self) -> str:
        """Return the ids of the elements that describe the field."""
        parts = [
            ("error", self.errors),
            ("conflict", self.conflict),
            ("hint", self.hint),
            ("source", True),
        ]
        return " ".join(f"{self.id}-{name}" for name, shown in parts if shown)


def rows(
    found: Iterable[Text],
    *,
    typed: dict[str, Given] | None = None,
    errors: dict[str, list[str]] | None = None,
    conflicts: dict[str, str] | None = None,
) -> list[Row]:
    """Return the rows of the form.

    ``typed`` are values that were not saved, ``conflicts`` values that conflict with a change by
    somebody else; both by the key of the text.
    """
    made = []
    for text in found:
        given = (typed or {}).get(text.key)
        words, seen = (given.words, given.seen or "") if given else (text.words, text.seen)
        row = Row(text, words, seen, (errors or {}).get(text.key, []))
        if conflicts and text.key in conflicts:
            # Saving again replaces the words that are shown beside these.
            row.words, row.seen, row.conflict = conflicts[text.key], text.seen, True
        made.append(row)
    return made


def given(data: QueryDict) -> Iterator[Given]:
    """Yield the posted values."""
    for name, words in data.items():
        if name.startswith(WORDS):
            key = name.removeprefix(WORDS)
            yield Given(key=key, words=str(words), seen=str(data.get(SEEN + key, "")))


class UploadForm(forms.Form):
    """Upload of the file from a translator."""

    file = forms.FileField(
        label=gettext_lazy("PO file from the translator"),
        widget=forms.FileInput(attrs={"accept": ".po"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "invalid": gettext_lazy("Choose the file."),
            "missing": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is not a PO file."),
        },
    )

    def clean_file(self) -> bytes:
        """Return the content, cut after ``LARGEST`` bytes and one."""
        upload = self.cleaned_data["file"]
        content: bytes = upload.read(LARGEST + 1)
        if not content:
            raise ValidationError(_("The file is not a PO file."))
        return content
