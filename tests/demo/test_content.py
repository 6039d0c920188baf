"""The demonstration content: complete in both languages, and every reference leads somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from gpx_site.demo.loader.content import CONTENT, IMAGES, Row, read

ALLOWED_TAGS = {"p", "h2", "h3", "ul", "li", "b", "i", "a"}
FILES = sorted(path.stem for path in CONTENT.glob("*.toml"))


def rows(value: Any) -> Iterator[Row]:
    """Yield every table in a parsed file, however deep."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from rows(child)
    elif isinstance(value, list):
        for child in value:
            yield from rows(child)


def keys(file: str, table: str) -> set[str]:
    """Return the keys of a table, after checking that none is used twice."""
    counts = Counter(row["key"] for row in read(file)[table])
    assert [key for key, count in counts.items() if count > 1] == []
    return set(counts)


def slugs(field: str) -> list[str]:
    """Return every value of a slug field, from every file."""
    return [row[field] for file in FILES for row in rows(read(file)) if field in row]


class Structure(HTMLParser):
    """Collects the tags of a rich text, checking that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def structure(html: str) -> list[str]:
    """Return the tags of a rich text in order."""
    parser = Structure()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.tags


@pytest.mark.parametrize("file", FILES)
def test_every_paired_field_is_filled_in_both_languages(file: str) -> None:
    for row in rows(read(file)):
        for name in row:
            if name.endswith(("_en", "_cy")):
                pair = {f"{name[:-3]}_en", f"{name[:-3]}_cy"}
                assert {field for field in pair if row.get(field, "").strip()} == pair


@pytest.mark.parametrize("file", FILES)
def test_the_two_languages_have_the_same_structure(file: str) -> None:
    for row in rows(read(file)):
        for name in row:
            if name.endswith("_en") and row[name].lstrip().startswith("<"):
                assert structure(row[name]) == structure(row[f"{name[:-3]}_cy"])


@pytest.mark.parametrize("field", ["slug_en", "slug_cy", "slug", "key", "code"])
def test_slugs_are_plain(field: str) -> None:
    assert [
        slug for slug in slugs(field) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    ] == []


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("topics", "topic"),
        ("posts", "post"),
        ("events", "event"),
        ("pages", "standard"),
        ("resources", "learning"),
    ],
)
@pytest.mark.parametrize("field", ["slug_en", "slug_cy"])
def test_slugs_are_unique_among_siblings(file: str, table: str, field: str) -> None:
    values = [row[field] for row in read(file)[table]]
    assert len(set(values)) == len(values)


def test_references_resolve() -> None:
    known = {
        "topics": keys("topics", "topic"),
        "authors": keys("contributors", "contributor"),
        "contributor": keys("contributors", "contributor"),
        "organisation": keys("organisations", "organisation"),
        "venue": keys("venues", "venue"),
        "audience": keys("events", "audience"),
        "event": keys("events", "event"),
        "series": keys("posts", "series"),
        "post": keys("posts", "post"),
        "form": {form["code"] for form in read("feedback")["form"]},
    }
    for file in FILES:
        for row in rows(read(file)):
            for name in known.keys() & row.keys():
                values = row[name] if isinstance(row[name], list) else [row[name]]
                if values and not isinstance(values[0], dict):
                    assert set(values) <= known[name], row


def test_other_keys_are_unique() -> None:
    assert len(keys("people", "person")) == 60
    assert keys("resources", "resource").isdisjoint(keys("resources", "learning"))
    sessions = [s["key"] for event in read("events")["event"] for s in event["session"]]
    assert len(set(sessions)) == len(sessions)
    emails = [person["email"] for person in read("people")["person"]]
    assert len(set(emails)) == len(emails)


@pytest.mark.parametrize("file", FILES)
def test_images_exist_and_are_described(file: str) -> None:
    for row in rows(read(file)):
        if row.get("image"):
            assert (IMAGES / row["image"]).is_file()
            if "biography_en" not in row:
                assert row["image_alt_en"].startswith("Illustration: ")
                assert row["image_alt_cy"].startswith("Darlun: ")


def test_nothing_points_at_a_real_person_or_a_real_document() -> None:
    for person in read("people")["person"]:
        assert person["email"].endswith(("@example.org", "@example.com"))
        assert person["language"] in {"en", "cy", "unknown"}
    for resource in read("resources")["resource"]:
        assert resource["url"].startswith("https://example.org/")


def test_resources_cover_the_topics() -> None:
    resources, learning = read("resources")["resource"], read("resources")["learning"]
    assert len(resources) + len(learning) >= 40
    assert len({topic for row in resources + learning for topic in row["topics"]}) >= 7
    assert {row["kind"] for row in learning} == {"case_study", "toolkit", "collection"}
    assert {row["kind"] for row in resources} == {
        "report",
        "slides",
        "recording",
        "podcast",
        "dataset",
        "link",
    }


def test_no_series_leaves_a_part_out() -> None:
    for series in read("posts")["series"]:
        posts = [post for post in read("posts")["post"] if post.get("series") == series["key"]]
        parts = [post["series_part"] for post in sorted(posts, key=lambda post: post["date"])]
        coming = [part["part"] for part in series["coming"]]
        assert parts + coming == list(range(1, len(parts + coming) + 1))


def test_posts_are_dated_oldest_first() -> None:
    dates = [date.fromisoformat(post["date"]) for post in read("posts")["post"]]
    assert dates == sorted(dates)
    assert len(dates) >= 12
    languages = Counter(post["source_language"] for post in read("posts")["post"])
    assert languages["cy"] >= 2


def test_the_reblog_is_attributed_and_short() -> None:
    (reblog,) = [post["reblog"] for post in read("posts")["post"] if "reblog" in post]
    assert all(reblog[name] for name in ("site_name", "author", "title", "language"))
    assert len(reblog["opening"].split()) <= 60
    assert reblog["words_remaining"] == 743


def test_the_two_statement_sets_are_present() -> None:
    forms = {form["code"]: form for form in read("feedback")["form"]}
    statements = [
        (question["slug"], question["desired_direction"])
        for question in forms["involvement"]["question"]
        if question["kind"] == "statement_before_after"
    ]
    assert statements == [("no-say", -1), ("confidence", 1)]
    capture = forms["risk-capture"]
    assert [question["kind"] for question in capture["question"]] == ["slider"]
    assert len(capture["framing"]) == 2
    assert len(capture["situation"]) == 3


def test_questions_have_what_their_kind_needs() -> None:
    for form in read("feedback")["form"]:
        for question in form["question"]:
            kind = question["kind"]
            assert ("options" in question) == (kind in {"choice", "multi_choice"})
            assert ("low_en" in question) == (kind in {"slider", "scale"})
            assert ("desired_direction" in question) == kind.startswith("statement")
            assert question["required"] is False


def test_comments_answer_a_text_question() -> None:
    texts = {
        (form["code"], question["slug"])
        for form in read("feedback")["form"]
        for question in form["question"]
        if question["kind"] == "text"
    }
    comments = read("feedback")["comment"]
    assert {(comment["form"], comment["question"]) for comment in comments} <= texts
    assert {comment["lang"] for comment in comments} == {"en", "cy"}


def test_past_sessions_add_up() -> None:
    for event in read("events")["event"]:
        for session in event["session"]:
            assert ("attendance" in session) == (session["start_day"] < 0)
            if "attendance" in session:
                figures = session["attendance"]
                confirmed = (
                    figures["booked"] - figures["cancelled"] - figures.get("never_offered", 0)
                )
                assert figures["attended"] <= confirmed <= session["capacity"]


def test_the_known_attendance_figures() -> None:
    sessions = {s["key"]: s for event in read("events")["event"] for s in event["session"]}
    came = {
        key: session["attendance"]["attended"] + session["attendance"]["walk_ins"]
        for key, session in sessions.items()
        if "attendance" in session
    }
    assert came["involving-people-llanrwst"] == 24
    assert came["pilot-well-managed-risks-cardiff"] == 37
    assert sessions["sharing-data-online"]["attendance"] == {
        "booked": 52,
        "cancelled": 8,
        "cancelled_late": 2,
        "never_offered": 4,
        "attended": 33,
        "walk_ins": 3,
    }


def test_the_blocks_of_posts_stand_in_both_languages() -> None:
    for post in read("posts")["post"]:
        keys = [block["key"] for block in post.get("block", [])]
        assert len(set(keys)) == len(keys)
        for language in ("en", "cy"):
            placed = re.findall(r"<!-- ([\w-]+) -->", post[f"body_{language}"])
            assert placed == [key for key in placed if key in keys]
            assert sorted(placed) == sorted(keys)


def test_the_tables_of_posts_have_a_cell_for_every_heading() -> None:
    for table in (block for post in read("posts")["post"] for block in post.get("block", [])):
        if table["kind"] == "table":
            lines = [
                line
                for language in ("en", "cy")
                for line in (
                    table[f"headings_{language}"],
                    *table[f"rows_{language}"].strip().splitlines(),
                )
            ]
            assert {line.count("|") for line in lines} == {len(table["columns"]) - 1}


def test_two_posts_show_what_blocks_can_do() -> None:
    kinds = {
        post["key"]: {block["kind"] for block in post["block"]}
        for post in read("posts")["post"]
        if "block" in post
    }
    assert kinds == {
        "what-the-pilot-taught-us": {"document", "capture", "table", "video", "accordion"},
        "you-said-we-did": {"table", "accordion", "chart", "event"},
    }
