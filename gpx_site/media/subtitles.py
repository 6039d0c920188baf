"""Subtitles in WebVTT: validated at upload, read for the transcript.

The format is that of the W3C's "WebVTT: The Web Video Text Tracks Format".
"""

import re
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ARROW = "-->"
TIMING = re.compile(
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+"
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t]+\S.*)?"
)
VOICE = re.compile(r"^<v(?:\.[^ >]*)?\s+([^>]+)>")
MARKUP = re.compile(r"<[^>]*>")
#: The first words of blocks without text: comments, style sheets and regions.
ASIDE = re.compile(r"NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*")
#: The silence, in seconds, after which the transcript begins a new paragraph.
SILENCE = 2.0


@dataclass(frozen=True, slots=True)
class Cue:
    """The text from ``start`` to ``end``, in seconds, and its speaker if the file has one."""

    start: float
    end: float
    text: str
    speaker: str = ""


def parse(text: str) -> list[Cue]:
    """Return the cues of a WebVTT file in order.

    Raises:
        ValidationError: it does not begin with WEBVTT, a cue has invalid times or no text, times
            go backwards, or there is no cue.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise ValidationError(_("The file must begin with WEBVTT."))
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        if not ASIDE.fullmatch(block[0]):
            cues.append(_cue(number, block, cues[-1].start if cues else 0.0))
    if not cues:
        raise ValidationError(_("The file has no subtitles."))
    return cues


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Yield the blocks after the header, with the number of their first line."""
    blocks: list[tuple[int, list[str]]] = []
    after_blank = False
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            after_blank = True
        elif after_blank:
            blocks.append((number, [line]))
            after_blank = False
        elif blocks:
            blocks[-1][1].append(line)
    return blocks


def _cue(number: int, block: list[str], not_before: float) -> Cue:
    at = 0 if ARROW in block[0] else 1  # a cue may have a name on a line of its own
    match = TIMING.fullmatch(block[at].strip()) if len(block) > at else None
    if match is None:
        raise ValidationError(_("Line %(line)s: these are no times."), params={"line": number + at})
    start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
    if end <= start or start < not_before:
        raise ValidationError(
            _("Line %(line)s: the times go backwards."), params={"line": number + at}
        )
    words = "\n".join(block[at + 1 :])
    voice = VOICE.match(words)
    said = " ".join(unescape(MARKUP.sub("", words)).split())
    if not said:
        raise ValidationError(_("Line %(line)s: there are no words."), params={"line": number + at})
    return Cue(start, end, said, " ".join(unescape(voice[1]).split()) if voice else "")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def transcript(cues: list[Cue]) -> list[str]:
    """Return the text as paragraphs: a new one for each speaker, and after a silence."""
    paragraphs: list[str] = []
    before: Cue | None = None
    for cue in cues:
        begins = before is None or cue.start - before.end >= SILENCE
        if cue.speaker and (begins or before is None or cue.speaker != before.speaker):
            paragraphs.append(f"{cue.speaker}: {cue.text}")
        elif begins:
            paragraphs.append(cue.text)
        else:
            paragraphs[-1] += f" {cue.text}"
        before = cue
    return paragraphs
