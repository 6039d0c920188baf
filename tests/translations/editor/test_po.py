"""A page's words go out to a translator as a PO file, and come back."""

import polib
import pytest
from django.contrib.auth import get_user_model
from hypothesis import given as examples
from hypothesis import strategies as st
from wagtail_localize.models import StringTranslation

from gpx_site.translations import checks, publishing
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.editor import po_export, po_import, services
from gpx_site.translations.editor.po_import import PoRefused, take
from gpx_site.translations.editor.segments import remaining, texts
from tests.factories.translated_pages import WORDS, draft, edit, reread
from tests.factories.translation_editor import (
    WELSH,
    newest,
    submitted,
    text,
    translate,
    translate_all,
)

pytestmark = pytest.mark.django_db
STANDFIRST = WORDS["en"]["standfirst"]


def exported(translation):
    """The file as a translator's program reads it."""
    return polib.pofile(po_export.write(translation).decode())


def filled(translation, **words):
    """The file with every text translated, or those given by their place."""
    po = exported(translation)
    for entry in po:
        if not words or entry.msgctxt in words:
            entry.msgstr = words.get(entry.msgctxt) or WELSH[entry.msgid]
            entry.flags = []
    return po


def upload(translation, po, by=None):
    content = po if isinstance(po, bytes) else str(po).encode()
    return take(translation=translation, content=content, by=by)


def refused(translation, po):
    """The reasons for which a file is refused; nothing is saved."""
    target = translation.get_target_instance()
    before = (target.latest_revision_id, StringTranslation.objects.count())
    with pytest.raises(PoRefused) as caught:
        upload(translation, po)
    target.refresh_from_db()
    assert (target.latest_revision_id, StringTranslation.objects.count()) == before
    return list(caught.value.reasons)


def counts(report):
    outcome = report.outcome
    return {
        "applied": len(outcome.applied),
        "unchanged": len(outcome.unchanged),
        "conflicts": len(outcome.conflicts),
        "unknown": len(report.unknown),
        "empty": report.empty,
        "fuzzy": report.fuzzy,
    }


NOTHING = {"applied": 0, "unchanged": 0, "conflicts": 0, "unknown": 0, "empty": 0, "fuzzy": 0}

# Out ----------------------------------------------------------------------------------------------


def test_the_file_says_what_it_is_for(site_tree):
    _page, translation = submitted(site_tree)
    assert po_export.filename(translation) == "contact-en-to-cy.po"
    po = exported(translation)
    assert po.metadata["X-Translation-ID"] == str(translation.uuid)
    assert po.metadata["X-Source-Language"] == "en"
    assert po.metadata["Language"] == "cy"
    assert po.metadata["Plural-Forms"].startswith("nplurals=6;")
    assert po.metadata["Project-Id-Version"] == "Contact"
    assert po.metadata["Report-Msgid-Bugs-To"] == "good.practice@audit.wales"
    assert "To be translated from English into Welsh." in po.header
    assert "I’w gyfieithu o’r Saesneg i’r Gymraeg." in po.header


def test_the_other_direction(site_tree):
    _page, translation = submitted(site_tree, "cy")
    assert po_export.filename(translation) == "cysylltu-cy-to-en.po"
    po = exported(translation)
    assert (po.metadata["X-Source-Language"], po.metadata["Language"]) == ("cy", "en")
    assert "To be translated from Welsh into English." in po.header


def test_the_editors_note_stands_in_the_header(site_tree):
    _page, translation = submitted(site_tree)
    note = 'Elin Jones is not translated.\nmsgid "x"'
    po = polib.pofile(po_export.write(translation, note=note).decode())
    assert po.header.endswith('Elin Jones is not translated. msgid "x"')
    assert len(po) == 3


def test_every_text_but_the_address_is_in_it(site_tree):
    _page, translation = submitted(site_tree)
    translate(translation, title="Cysylltu")
    assert [
        (each.msgctxt, each.msgid, each.msgstr, each.comment) for each in exported(translation)
    ] == [
        ("title", "Contact", "Cysylltu", "Title\nAt most 255 characters."),
        ("standfirst", STANDFIRST, "", "Standfirst\nAt most 400 characters."),
        ("body", WORDS["en"]["body"][3:-4], "", "Text"),
    ]


def test_the_same_words_in_the_same_place_are_one_entry(site_tree):
    _page, translation = submitted(site_tree, body="<p>Twice.</p><p>Twice.</p>")
    po = exported(translation)
    assert [each.msgid for each in po][2:] == ["Twice."]
    upload(translation, filled(translation, body="Dwywaith."))
    assert newest(checks.translation_of(_page)).body == "<p>Dwywaith.</p><p>Dwywaith.</p>"


def test_an_older_translation_is_offered_as_fuzzy(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    edit(page, standfirst="How to reach all of us, by telephone.")
    services.submit(page=reread(page)[0], by=None)
    (entry,) = [each for each in exported(translation) if each.fuzzy]
    assert entry.previous_msgid == STANDFIRST
    assert entry.msgstr == WELSH[STANDFIRST]
    assert entry.msgid == "How to reach all of us, by telephone."


# And back -----------------------------------------------------------------------------------------


def test_what_comes_back_is_the_page(site_tree):
    page, translation = submitted(site_tree)
    by = get_user_model().objects.create_user("elin")
    report = upload(translation, filled(translation), by)
    assert counts(report) == NOTHING | {"applied": 3}
    assert remaining(texts(translation)) == []
    target = newest(checks.translation_of(page))
    assert {name: getattr(target, name) for name in WORDS["cy"]} == WORDS["cy"]
    assert text(translation, "title").changed_by == by
    publishing.mark_ready(page=checks.translation_of(page))
    assert checks.missing(page) == []


def test_the_same_file_again_changes_nothing(site_tree):
    page, translation = submitted(site_tree)
    po = filled(translation)
    upload(translation, po)
    before = checks.translation_of(page).latest_revision_id
    assert counts(upload(translation, po)) == NOTHING | {"unchanged": 3}
    assert checks.translation_of(page).latest_revision_id == before


def test_a_file_may_be_corrected_and_uploaded_again(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    upload(translation, po)
    po.find("Contact").msgstr = "Cysylltwch"
    assert counts(upload(translation, po)) == NOTHING | {"applied": 1, "unchanged": 2}
    assert text(translation, "title").words == "Cysylltwch"


def test_empty_and_fuzzy_entries_are_counted_and_passed_over(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    po.find("Contact").msgstr = "  "
    po.find(STANDFIRST).flags = ["fuzzy"]
    assert counts(upload(translation, po)) == NOTHING | {"applied": 1, "empty": 1, "fuzzy": 1}
    assert [each.path for each in remaining(texts(translation))] == ["title", "standfirst"]


def test_words_that_have_changed_since_are_reported_and_their_translation_offered(site_tree):
    page, translation = submitted(site_tree)
    po = filled(translation)
    edit(page, standfirst="How to reach all of us, by telephone.")
    services.submit(page=reread(page)[0], by=None)
    report = upload(translation, po)
    assert counts(report) == NOTHING | {"applied": 2, "unknown": 1}
    assert report.unknown[0].msgid == STANDFIRST
    left = text(translation, "standfirst")
    assert (left.words, left.before.words) == ("", WELSH[STANDFIRST])


def test_words_that_were_never_on_the_page_are_reported(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    po.append(polib.POEntry(msgctxt="title", msgid="Elsewhere", msgstr="Mewn man arall"))
    po.append(polib.POEntry(msgid="No place", msgstr="Dim lle"))
    assert counts(upload(translation, po)) == NOTHING | {"applied": 3, "unknown": 2}


def test_a_text_changed_here_since_the_file_was_written_stays(site_tree):
    _page, translation = submitted(site_tree)
    translate(translation, title="Cysylltu â ni")
    po = filled(translation)
    sian = get_user_model().objects.create_user("sian")
    translate(translation, sian, title="Cysylltwch â ni")
    report = upload(translation, po)
    assert counts(report) == NOTHING | {"applied": 2, "conflicts": 1}
    (conflict,) = report.outcome.conflicts
    assert (conflict.text.words, conflict.words) == ("Cysylltwch â ni", "Cysylltu")
    assert conflict.text.changed_by == sian
    assert text(translation, "title").words == "Cysylltwch â ni"


def test_a_text_changed_before_the_file_was_written_is_replaced(site_tree):
    _page, translation = submitted(site_tree)
    translate(translation, title="Cysylltu â ni")
    assert counts(upload(translation, filled(translation))) == NOTHING | {"applied": 3}
    assert text(translation, "title").words == "Cysylltu"


@pytest.mark.parametrize("mark", [None, "", "yesterday", "2026-01-01 10:00"])
def test_a_file_that_lost_its_date_replaces_nothing(site_tree, mark):
    _page, translation = submitted(site_tree)
    translate(translation, title="Cysylltu â ni")
    po = filled(translation)
    if mark is None:
        del po.metadata["X-Exported-At"]
    else:
        po.metadata["X-Exported-At"] = mark
    assert counts(upload(translation, po)) == NOTHING | {"applied": 2, "conflicts": 1}


def test_marks_of_windows_programs_are_no_matter(site_tree):
    _page, translation = submitted(site_tree)
    content = b"\xef\xbb\xbf" + str(filled(translation)).replace("\n", "\r\n").encode()
    assert counts(upload(translation, content)) == NOTHING | {"applied": 3}


# Refusals -----------------------------------------------------------------------------------------


def test_a_file_of_another_page_is_refused_by_its_name(site_tree):
    _page, translation = submitted(site_tree)
    _other, other = submitted(site_tree, title="About us", slug="about")
    assert refused(translation, filled(other, title="Amdanom")) == [
        "The file is for another page: “About us”."
    ]


def test_a_file_of_the_other_direction_is_refused(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    back = services.submit(page=checks.translation_of(page), by=None).translation
    po = exported(back)
    services.submit(page=page, by=None)
    assert refused(translation, po) == ["The file is for the English page; this is the Welsh one."]


def test_a_file_in_another_language_is_refused(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    po.metadata["Language"] = "en"
    assert refused(translation, po) == ["The file is for the English page; this is the Welsh one."]


@pytest.mark.parametrize(
    "mark", ["00000000-0000-0000-0000-000000000000", "x", "'; DROP TABLE x; --", "../../etc/passwd"]
)
def test_a_file_of_a_page_that_is_not_here_is_refused(site_tree, mark):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    po.metadata["X-Translation-ID"] = mark
    assert refused(translation, po) == ["The file is for another page, which is not here."]


def test_a_file_that_does_not_say_is_refused(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    del po.metadata["X-Translation-ID"]
    assert refused(translation, po) == [
        "The file does not say which page it is for. Use the file that is downloaded here."
    ]


NOT_UTF8 = "The file is not text in UTF-8. Save it as a PO file in UTF-8 and upload it again."
NOT_PO = "The file is not a PO file."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NOT_PO),
        (b"/etc/passwd", "The file is not a PO file that can be read: line 1 is broken."),
        (b"PK\x03\x04\x00\x00", NOT_UTF8),
        ('msgid "ŵ"'.encode("utf-16"), NOT_UTF8),
        ('msgid "tŷ"\nmsgstr "tŷ"\n'.encode("cp1252", "replace") + b"\xe9", NOT_UTF8),
        (
            b"<html><body>Log in</body></html>",
            "The file is not a PO file that can be read: line 1 is broken.",
        ),
        (
            b"x" * (2 * 1024 * 1024 + 1),
            "The file is larger than 2 megabytes, which no page’s file is.",
        ),
    ],
    ids=["empty", "a name", "zip", "utf-16", "windows", "html", "huge"],
)
def test_what_is_no_po_file_is_refused(site_tree, content, reason):
    _page, translation = submitted(site_tree)
    assert refused(translation, content) == [reason]


def test_the_broken_line_is_named(site_tree):
    _page, translation = submitted(site_tree)
    lines = str(filled(translation)).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith('msgstr "Cysylltu"'))
    lines[place] = 'msgstr "Cysylltu'
    assert refused(translation, "\n".join(lines).encode()) == [
        f"The file is not a PO file that can be read: line {place + 1} is broken."
    ]


def test_two_translations_of_one_text_are_refused(site_tree):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    twice = polib.POEntry(msgctxt="title", msgid="Contact", msgstr="Cyswllt")
    assert refused(translation, f"{po}\n{twice}".encode()) == [
        "“Contact” has two different translations in the file."
    ]


def test_the_same_translation_twice_is_no_matter(site_tree):
    _page, translation = submitted(site_tree)
    twice = polib.POEntry(msgctxt="title", msgid="Contact", msgstr="Cysylltu")
    report = upload(translation, f"{filled(translation)}\n{twice}".encode())
    assert len(report.outcome.applied) == 3


def test_every_mistake_is_named_at_once(site_tree):
    body = '<p>See <a href="https://gov.wales/">the law</a> and <b>more</b>.</p>'
    _page, translation = submitted(site_tree, body=body)
    po = filled(translation, title="x" * 256, standfirst="Da.", body="<h2>Y gyfraith</h2>")
    assert refused(translation, po) == [
        "“Contact”: It is longer than 255 characters.",
        '“See <a id="a1">the law</a> and <b>more</b>.”: <h2> is not allowed here. '
        'The link <a id="a1"> is missing.',
    ]


WORDS_OF_ALL_KINDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n<>&\"'\\%ŵŷ"),
    min_size=1,
    max_size=80,
).filter(lambda words: words.strip())


@examples(words=WORDS_OF_ALL_KINDS)
def test_any_words_come_back_as_they_went_out(site_tree, words):
    page = draft(site_tree)
    translation = services.submit(page=page, by=None).translation
    po = filled(translation, standfirst=words)
    upload(translation, po)
    once = text(translation, "standfirst").words
    assert exported(translation).find(STANDFIRST).msgstr == once
    assert counts(upload(translation, exported(translation)))["applied"] == 0
    create_translation(page).delete()
    page.delete()


def test_a_file_takes_few_queries_however_much_is_unknown(site_tree, django_assert_max_num_queries):
    _page, translation = submitted(site_tree)
    po = filled(translation)
    for n in range(500):
        po.append(polib.POEntry(msgctxt="title", msgid=f"Elsewhere {n}", msgstr="x"))
    with django_assert_max_num_queries(150):
        assert len(upload(translation, po).unknown) == 500


def test_the_largest_file_that_is_read(site_tree):
    assert po_import.LARGEST == 2 * 1024 * 1024
