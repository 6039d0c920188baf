"""WebVTT: what is refused, and what becomes of it in a transcript."""

import pytest
from django.core.exceptions import ValidationError

from gpx_site.media.subtitles import Cue, parse, transcript

GOOD = """WEBVTT - a title

NOTE this is
not said

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:02.500 align:start
<v Siân>Croeso &amp; <i>bore da</i>

00:02.500 --> 00:04.000
i bawb.

named
01:00:07.000 --> 01:00:08.000
<v.loud Non Ap>Diolch
"""


def test_cues_are_read():
    assert parse(GOOD) == [
        Cue(1.0, 2.5, "Croeso & bore da", "Siân"),
        Cue(2.5, 4.0, "i bawb."),
        Cue(3607.0, 3608.0, "Diolch", "Non Ap"),
    ]


def test_line_ends_and_marks_of_other_systems_are_taken():
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")) == parse(GOOD)
    assert parse(GOOD.replace("\n", "\r")) == parse(GOOD)


def test_the_name_of_a_cue_may_begin_like_a_note():
    text = "WEBVTT\n\nNOTES-1\n00:01.000 --> 00:02.000\nSaid\n\nNOTE\nNot said\n"
    assert parse(text) == [Cue(1.0, 2.0, "Said")]


def test_the_transcript_has_a_paragraph_for_each_speaker():
    assert transcript(parse(GOOD)) == ["Siân: Croeso & bore da i bawb.", "Non Ap: Diolch"]


def test_a_silence_begins_a_paragraph():
    cues = [Cue(0, 1, "One"), Cue(1, 2, "two."), Cue(4.5, 5, "Three.")]
    assert transcript(cues) == ["One two.", "Three."]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must begin with WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip", "must begin with WEBVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", "must begin with WEBVTT"),
        ("WEBVTT\n", "no subtitles"),
        ("WEBVTT\n\nNOTE only a note", "no subtitles"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", "Line 3: these are no times"),
        ("WEBVTT\n\n1\n00:61.000 --> 01:02.000\nx", "Line 4: these are no times"),
        ("WEBVTT\n\nwords without times", "Line 4: these are no times"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "Line 3: the times go backwards"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nx", "Line 3: the times go backwards"),
        (
            "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:04.000\ny",
            "Line 6: the times go backwards",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i> </i>", "Line 3: there are no words"),
    ],
)
def test_what_is_no_webvtt_is_refused_with_the_line(text, problem):
    with pytest.raises(ValidationError) as refusal:
        parse(text)
    assert problem in refusal.value.messages[0]
