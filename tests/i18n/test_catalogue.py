"""The Welsh catalogue: extraction, its check, and merging translations into it."""

import gettext
import json
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from gpx_site.i18n import catalogue
from gpx_site.i18n.catalogue import Message

PYTHON = '''
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

title = _("Where "
          "to go")
def places(n):
    """_("not this")"""
    return ngettext("%(n)s place left", "%(n)s places left", n) % {"n": n}
state = pgettext("session", "Full")
unknown = _(title)
'''
TEMPLATE = """
  {% load i18n %}<p title="it's">{% translate "Hello" %}
{% translate 'Say "hello"' context "greeting" as words %}</p>
      {% include "x.html" with label=_("Name") %} {{ _("Date")|default:"x" }}
  {% blocktranslate trimmed count n=n %}
    {{ n }} person's place
  {% plural %}
    {{ n }} people's places
  {% endblocktranslate %}
  {# a comment with {% translate "not this" %} #}
"""
FORMS = ["dim", "un", "dau", "tri", "chwe", "arall"]


def found_in(text: str, suffix: str) -> set[tuple]:
    messages = catalogue.extract_text(text, suffix)
    return {(message.context, message.text, message.plural) for message in messages}


def test_messages_of_python():
    assert found_in(PYTHON, ".py") == {
        (None, "Where to go", None),
        (None, "%(n)s place left", "%(n)s places left"),
        ("session", "Full", None),
    }


def test_messages_of_a_template():
    assert found_in(TEMPLATE, ".html") == {
        (None, "Hello", None),
        ("greeting", 'Say "hello"', None),
        (None, "Name", None),
        (None, "Date", None),
        (None, "%(n)s person's place", "%(n)s people's places"),
    }


@pytest.fixture
def project(tmp_path, settings, monkeypatch) -> Path:
    """A project of two messages, and a catalogue folder of its own."""
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    messages = [Message(None, "Hello %(name)s", None), Message("mail", "%(n)s day", "%(n)s days")]
    monkeypatch.setattr(catalogue, "extract", lambda: {each.key: each for each in messages})
    return tmp_path


def fill(folder: Path, *, hello: object = "Helo %(name)s", days: object = None) -> Path:
    rows = [
        {"id": "Hello %(name)s", "cy": hello},
        {
            "id": "%(n)s day",
            "context": "mail",
            "plural": "%(n)s days",
            "cy": days or [f"%(n)s {form}" for form in FORMS],
        },
    ]
    path = folder / "words.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def complaints(*arguments: object, capsys) -> str:
    with pytest.raises(CommandError):
        call_command("catalogue", *arguments)
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_merged_translations_make_a_whole_catalogue(project, capsys):
    call_command("catalogue", "--merge", fill(project))
    call_command("catalogue", "--check")
    assert "whole: 2 messages" in capsys.readouterr().out


def test_updating_twice_changes_nothing(project):
    call_command("catalogue", "--merge", fill(project))
    po, mo = catalogue.po_path(), catalogue.po_path().with_suffix(".mo")
    before = po.read_bytes(), mo.read_bytes()
    call_command("catalogue", "--update")
    assert (po.read_bytes(), mo.read_bytes()) == before


def test_the_compiled_catalogue_speaks_six_plural_forms(project, settings):
    call_command("catalogue", "--merge", fill(project))
    welsh = gettext.translation("django", settings.LOCALE_PATHS[0], ["cy"])
    spoken = {
        number: welsh.npgettext("mail", "%(n)s day", "%(n)s days", number).split()[1]
        for number in (0, 1, 2, 3, 4, 6, 7, 100)
    }
    assert list(spoken.values()) == [*FORMS[:4], "arall", "chwe", "arall", "arall"]


def test_a_source_without_catalogue_is_all_missing(project, capsys):
    said = complaints("--check", capsys=capsys)
    assert "missing: 'Hello %(name)s'" in said
    assert "missing: '%(n)s day' (mail)" in said


def test_what_the_source_no_longer_says_is_dropped_by_update_and_told_by_check(
    project, monkeypatch, capsys
):
    call_command("catalogue", "--merge", fill(project))
    hello = Message(None, "Hello %(name)s", None)
    monkeypatch.setattr(catalogue, "extract", lambda: {hello.key: hello})
    assert "obsolete: '%(n)s day' (mail)" in complaints("--check", capsys=capsys)
    call_command("catalogue", "--update")
    call_command("catalogue", "--check")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"hello": ""}, "empty: 'Hello %(name)s'"),
        ({"hello": "Helo %(enw)s"}, "other placeholders: 'Hello"),
        ({"hello": "Helo"}, "other placeholders: 'Hello"),
        ({"hello": "<b>Helo</b> %(name)s"}, "other HTML tags: 'Hello"),
        ({"hello": ["Helo %(name)s"]}, "'Hello %(name)s' needs one text"),
        ({"days": "%(n)s diwrnod"}, "needs six plural forms"),
        ({"days": ["%(n)s dydd"] * 4}, "needs six plural forms"),
        ({"days": ["dim", "un", "deuddydd", "tri", "chwe", "dyddiau"]}, "(plural form 5): '%(n)s"),
    ],
)
def test_a_bad_translation_is_told(project, change, complaint, capsys):
    assert complaint in complaints("--merge", fill(project, **change), capsys=capsys)


def test_words_may_stand_for_a_small_number(project):
    days = ["dim un", "un dydd", "deuddydd", "tridiau", "%(n)s diwrnod", "%(n)s diwrnod"]
    call_command("catalogue", "--merge", fill(project, days=days))


def test_two_files_that_disagree_are_told(project, capsys):
    first = fill(project)
    second = project / "second.json"
    second.write_text(json.dumps([{"id": "Hello %(name)s", "cy": "Shwmae %(name)s"}]))
    call_command("catalogue", "--merge", first, second)
    assert "second.json: 'Hello %(name)s' has other words in words.json" in capsys.readouterr().err


def test_merging_never_changes_what_was_corrected_since(project, capsys):
    call_command("catalogue", "--merge", fill(project))
    before = catalogue.po_path().read_bytes()
    call_command("catalogue", "--merge", fill(project, hello="%(name)s?", days=["%(n)s"] * 6))
    assert catalogue.po_path().read_bytes() == before
    said = capsys.readouterr().err
    assert "'Hello %(name)s' has other words in the catalogue" in said
    assert "'%(n)s day' (mail) has other words in the catalogue" in said


def test_fuzzy_and_other_plural_rules_and_a_stale_mo_are_told(project, capsys):
    call_command("catalogue", "--merge", fill(project))
    po = polib.pofile(str(catalogue.po_path()))
    po[0].flags.append("fuzzy")
    po.metadata["Plural-Forms"] = "nplurals=4; plural=0;"
    po.save()
    said = complaints("--check", capsys=capsys)
    assert "fuzzy: " in said
    assert "Plural-Forms of django.po is not nplurals=6;" in said
    assert "django.mo was not made from django.po" in said


def test_the_project_s_own_catalogue_is_whole():
    call_command("catalogue", "--check")


OVERLAY = """
msgid ""
msgstr ""
"Plural-Forms: {plurals}\\n"

msgid "Save"
msgstr "{save}"
"""


@pytest.mark.parametrize(
    ("save", "wrong"), [("Cadw", ""), ("", "empty in django.po: 'Save'"), ("Cadw %(n)s", "other")]
)
def test_an_overlay_is_held_to_the_same_rules(project, settings, capsys, save, wrong):
    call_command("catalogue", "--merge", fill(project))
    folder = project / "overlay" / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    plurals = catalogue.PLURAL_FORMS
    (folder / "django.po").write_text(OVERLAY.format(plurals=plurals, save=save), encoding="utf-8")
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, project / "overlay"]
    assert "django.mo was not made" in complaints("--check", capsys=capsys)
    if wrong:
        assert wrong in complaints("--update", capsys=capsys)
    else:
        call_command("catalogue", "--update")
        call_command("catalogue", "--check")


def test_what_our_own_source_says_has_no_place_in_an_overlay(project, settings, capsys):
    call_command("catalogue", "--merge", fill(project))
    folder = project / "overlay" / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = OVERLAY.format(plurals=catalogue.PLURAL_FORMS, save="Helo %(name)s")
    (folder / "django.po").write_text(text.replace("Save", "Hello %(name)s"), encoding="utf-8")
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, project / "overlay"]
    assert "said by our own source too" in complaints("--update", capsys=capsys)
