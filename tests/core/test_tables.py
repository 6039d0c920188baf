"""CSV files of every encoding and delimiter that people send, and files that are none."""

import pytest
from django.utils.translation import override

from gpx_site.core import tables
from gpx_site.core.tables import Row, read_table

COLUMNS = {"name", "email", "role"}


def known(cells):
    return sum(cell in COLUMNS for cell in cells)


def read(content, **options):
    content = content.encode() if isinstance(content, str) else content
    return read_table(content, recognise=known, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding, delimiter):
    text = "\r\n".join(delimiter.join(cells) for cells in [("name", "email"), ("Siân Ŵyn", "ŷ@x")])
    table = read(text.encode(encoding))
    assert table.columns == ["name", "email"]
    assert table.body == [Row(2, ["Siân Ŵyn", "ŷ@x"])]


def test_a_legacy_encoding_is_used_only_where_it_is_accepted():
    content = "name\nSiân\x81".encode("latin-1")
    assert read(content, legacy_encoding="cp1252").body == [Row(2, ["Siân\ufffd"])]
    with pytest.raises(tables.NotText) as refused:
        read(content)
    assert refused.value.position == 7


def test_the_delimiter_is_the_one_that_recognises_most_columns():
    assert read("name;email;Notes, in full, please\nA;B;C, D").body == [Row(2, ["A", "B", "C, D"])]
    assert read("Colour;Size\nred;1").columns == ["Colour", "Size"]


def test_headings_are_found_below_other_lines_if_they_are_looked_for():
    text = "Bookings; November\n\nname,email\nA,B\n"
    table = read(text, search_lines=10)
    assert (table.heading, table.columns, table.body) == (
        2,
        ["name", "email"],
        [Row(4, ["A", "B"])],
    )
    assert read(text, search_lines=None) == table
    assert read(text).columns == ["Bookings", " November"]


def test_a_row_has_the_number_of_its_last_line_and_empty_lines_count():
    table = read('"name",email\n\n"A\nA",B\n,\n')
    assert table.body == [Row(4, ["A\nA", "B"]), Row(5, ["", ""])]
    assert read('"name",email,"in\nfull"\nA,B,C').body == [Row(3, ["A", "B", "C"])]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_has_no_columns(content):
    table = read(content)
    assert (table.columns, table.body) == ([], [])


@pytest.mark.parametrize(
    ("content", "error", "english", "welsh"),
    [
        (b"name\0", tables.TableError, "not a CSV file", "Nid ffeil CSV"),
        (b"name\n" + b"x" * 200_000, tables.TableError, "not a CSV file", "Nid ffeil CSV"),
        (b"PK\x03\x04\x14\0", tables.Workbook, "an Excel workbook", "Llyfr gwaith Excel"),
        (b"\xff\xfea", tables.NotText, "not text in UTF-8 or UTF-16", "Nid testun"),
        (b"x" * 3_000_001, tables.TooLarge, "larger than 3 MB", "yn fwy na 3 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_the_readers_language(content, error, english, welsh):
    with pytest.raises(tables.TableError) as refused:
        read(content, max_bytes=3_000_000)
    assert type(refused.value) is error
    for language, words in (("en", english), ("cy", welsh)):
        with override(language):
            assert words in str(refused.value)
