"""Create the slides of the demonstration: a small tagged PDF."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from gpx_site.demo.loader.content import Row, read

WIDTH, HEIGHT = 960, 540
MARGIN = 72
#: The numbers of the first objects of every file; those of the pages follow.
CATALOG, PAGES, REGULAR, BOLD, INFO, TREE, PARENTS, DOCUMENT = range(1, 9)


def load_slides(key: str, language: str) -> AbstractDocument:
    """Return the document made of the slides ``key`` in ``language``."""
    row = next(each for each in read("slides")["slides"] if each["key"] == key)
    model = get_document_model()
    title = row[f"title_{language}"]
    found = model.objects.filter(title=title).first()
    if found:
        return found
    content = pdf(title, language, pages_of(row, language))
    document = model(title=title, file_size=len(content))
    document.file.save(f"{row[f'slug_{language}']}.pdf", ContentFile(content), save=False)
    document.save()
    return document


def pages_of(row: Row, language: str) -> list[tuple[str, list[str]]]:
    """Return the heading and the lines of each slide."""
    return [
        (page[f"heading_{language}"], page[f"lines_{language}"].strip().splitlines())
        for page in row["page"]
    ]


def pdf(title: str, language: str, pages: list[tuple[str, list[str]]]) -> bytes:
    """Return a PDF with a page for each heading and its lines.

    PDF 1.7 (ISO 32000-1) with its language, its title and a structure tree; the encoding is
    Windows-1252, so a text with a ŵ or ŷ raises ``UnicodeEncodeError``.
    """
    objects: dict[int, bytes] = {}
    kids: list[int] = []
    elements: list[int] = []
    parents: list[str] = []
    number = DOCUMENT
    for index, (heading, lines) in enumerate(pages):
        texts = [("H1", 40, heading), *(("P", 26, line) for line in lines)]
        page, stream = number + 1, number + 2
        marked = range(number + 3, number + 3 + len(texts))
        number = marked[-1]
        objects[page] = _page(stream, index)
        objects[stream] = _stream(texts)
        for place, (element, (tag, _size, _text)) in enumerate(zip(marked, texts, strict=True)):
            objects[element] = (
                f"<</Type/StructElem/S/{tag}/P {DOCUMENT} 0 R/Pg {page} 0 R/K {place}>>".encode()
            )
        kids.append(page)
        elements += marked
        parents.append(f"{index}[{_references(marked)}]")
    objects |= {
        CATALOG: f"<</Type/Catalog/Pages {PAGES} 0 R/Lang({language})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {TREE} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>".encode(),
        PAGES: f"<</Type/Pages/Count {len(kids)}/Kids[{_references(kids)}]>>".encode(),
        REGULAR: _font("Helvetica"),
        BOLD: _font("Helvetica-Bold"),
        INFO: b"<</Title<FEFF" + title.encode("utf-16-be").hex().upper().encode() + b">>>",
        TREE: f"<</Type/StructTreeRoot/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R>>".encode(),
        PARENTS: f"<</Nums[{''.join(parents)}]>>".encode(),
        DOCUMENT: f"<</Type/StructElem/S/Document/P {TREE} 0 R"
        f"/K[{_references(elements)}]>>".encode(),
    }
    return _file(objects)


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _font(name: str) -> bytes:
    return f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()


def _page(stream: int, index: int) -> bytes:
    fonts = f"/Font<</F1 {REGULAR} 0 R/F2 {BOLD} 0 R>>"
    return (
        f"<</Type/Page/Parent {PAGES} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<<{fonts}>>"
        f"/Contents {stream} 0 R/StructParents {index}/Tabs/S>>".encode()
    )


def _stream(texts: list[tuple[str, int, str]]) -> bytes:
    # The coloured band on the left is decoration, so it is marked as an artifact.
    drawn = [b"/Artifact BMC 0.043 0.29 0.314 rg 0 0 24 %d re f EMC" % HEIGHT]
    y = HEIGHT - MARGIN - 40
    for place, (tag, size, text) in enumerate(texts):
        font = "F2" if tag == "H1" else "F1"
        begin = f"/{tag}<</MCID {place}>>BDC BT 0.078 0.149 0.169 rg /{font} {size} Tf"
        escaped = text.encode("cp1252")
        for special in (b"\\", b"(", b")"):
            escaped = escaped.replace(special, b"\\" + special)
        drawn.append(f"{begin} {MARGIN} {y} Td (".encode() + escaped + b") Tj ET EMC")
        y -= 76 if tag == "H1" else 48
    content = b"\n".join(drawn)
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)


def _file(objects: dict[int, bytes]) -> bytes:
    written, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number in sorted(objects):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (size, CATALOG, INFO)
        + b"startxref\n%d\n%%%%EOF\n" % len(written)
    )
