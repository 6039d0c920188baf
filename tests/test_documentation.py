"""The documentation names what exists: paths, modules, models, commands and links.

Names between backticks are checked, and the targets of links. The picture of the structure is
compared with the imports.
"""

import os
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

BASE = Path(settings.BASE_DIR)
PAGES = sorted([*BASE.glob("*.md"), *(BASE / "docs").rglob("*.md")])
PACKAGES = ("gpx_site", "events", "blog", "resources", "search")
#: Folders at the top that a run of the hub or of its tools makes.
GENERATED = {"var", "media", "staticfiles", "screenshots"}
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
#: A fence that names no language holds what is typed at a prompt.
PROMPT = re.compile(r"^ *```\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"(?:\S*python manage\.py|\bmake) [a-z][\w-]*|(?<=\s)tests/[\w./-]+")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PLACEHOLDER = re.compile(r"<[^>]+>")
FILE = re.compile(
    r"[\w.*/-]+\.(?:py|md|html|txt|svg|css|js|toml|po|mo|yaml|lock|cfg|json|scss|example)"
)
FOLDER = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
DOTTED = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+(?:\(\))?")
COMMAND = re.compile(r"(?:\S*python )?(?:manage\.py|(make)) ([\w-]+)\b.*")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@cache
def repository() -> tuple[set[str], set[str]]:
    """Return every file, and every folder, relative to the root of the repository."""
    files: set[str] = set()
    folders: set[str] = set()
    for folder, below, names in os.walk(BASE):
        here = Path(folder).relative_to(BASE).as_posix()
        below[:] = [each for each in below if _is_ours(here, each)]
        files |= {f"{here}/{name}".removeprefix("./") for name in names}
        folders |= {f"{here}/{name}".removeprefix("./") for name in below}
    return files, folders


def _is_ours(above: str, folder: str) -> bool:
    if folder.startswith(".") or folder in {"__pycache__", "node_modules"}:
        return folder == ".ci"
    return above != "." or folder not in GENERATED


@cache
def top_folders() -> set[str]:
    """Return the folders at the root of the repository."""
    return {folder for folder in repository()[1] if "/" not in folder}


def exists(path: str) -> bool:
    """Return whether ``path`` exists; it may hold ``*``.

    A path that begins with a folder at the root is one from the root; any other may be the end of
    a path.
    """
    files, folders = repository()
    pattern = path.rstrip("/")
    start = "/" if _first_part(path) in top_folders() else ""
    wanted = folders if path.endswith("/") else files | folders
    return any(PurePosixPath(f"/{each}").match(start + pattern) for each in wanted)


def names_a_path(code: str) -> bool:
    """Return whether ``code`` can only be meant as a path of this repository."""
    if FILE.fullmatch(code):
        return True
    return "/" in code and bool(FOLDER.fullmatch(code)) and _first_part(code) in top_folders()


def _first_part(path: str) -> str:
    return path.partition("/")[0]


def resolves(name: str) -> bool:
    """Return whether a dotted name is a module, something in one, a model or an app."""
    name = name.removesuffix("()")
    app, _, rest = name.partition(".")
    if rest[0].isupper():
        label, _, attribute = rest.partition(".")
        model = apps.all_models.get(app, {}).get(label.lower())
        return model is not None and (not attribute or hasattr(model, attribute))
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def runs(command: re.Match[str]) -> bool:
    """Return whether there is such a management command, or target of the Makefile."""
    is_target, name = command.groups()
    if is_target:
        return name in TARGET.findall((BASE / "Makefile").read_text(encoding="utf-8"))
    return name in get_commands()


def leads_nowhere(code: str) -> bool:
    """Return whether ``code`` names a command, a module, a model or a path that is not there."""
    if command := COMMAND.fullmatch(code):
        return not runs(command)
    if DOTTED.fullmatch(code) and not FILE.fullmatch(code):
        return not resolves(code)
    path = PLACEHOLDER.sub("*", code)
    return names_a_path(path) and not exists(path)


def mistakes(text: str, folder: Path) -> Iterator[str]:
    """Yield the names in a Markdown text, found in ``folder``, that lead nowhere."""
    prose = FENCE.sub("", text)
    typed = "\n".join(PROMPT.findall(text))
    yield from filter(leads_nowhere, [*CODE.findall(prose), *TYPED.findall(typed)])
    for target in LINK.findall(prose):
        path = target.partition("#")[0]
        if path and ":" not in path and not (folder / path).exists():
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(BASE).as_posix())
def test_every_name_leads_somewhere(page: Path) -> None:
    assert list(mistakes(page.read_text(encoding="utf-8"), page.parent)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "`gpx_site/core/held.py`",
        "`gpx_site/core/desk/`",
        "`events/*/nothing.py`",
        "`nothing.toml`",
        "`blog/test_feeds.py`",
        "`templates/<app>/nothing.html`",
        "`gpx_site.core.doors.guard`",
        "`blog.BlogPage.nothing`",
        "`manage.py nothing --check`",
        "`make nothing`",
        "\n```\nmake nothing PORT=1\n```\n",
        "\n```\n.venv/bin/python manage.py nothing --check\n```\n",
        "\n```\n.venv/bin/python -m pytest -x tests/blog tests/blog/nothing.py\n```\n",
        "[text](nowhere.md)",
        "![picture](images/nothing.svg)",
    ],
)
def test_a_name_that_leads_nowhere_is_found(wrong: str) -> None:
    assert len(list(mistakes(f"See {wrong}.", BASE / "docs"))) == 1


def test_what_is_no_path_is_left_alone() -> None:
    text = "`/health/live`, `register/<session id>/`, `lang`, `List-Unsubscribe`, `make test`"
    assert list(mistakes(text, BASE)) == []


# The picture --------------------------------------------------------------------------------------

PICTURE = BASE / "docs" / "structure.svg"


@cache
def picture() -> tuple[dict[str, float], set[tuple[str, str]]]:
    """Return the top of each room's box by its name, and the arrows from room to room."""
    root = ElementTree.parse(PICTURE).getroot()  # noqa: S314 - our own file
    tops = {
        group.attrib["data-room"]: float(group[0].attrib["y"])
        for group in root.iter()
        if "data-room" in group.attrib
    }
    arrows = {
        (each.attrib["data-from"], each.attrib["data-to"])
        for each in root.iter()
        if "data-from" in each.attrib
    }
    return tops, arrows


@cache
def imports() -> dict[tuple[str, str], str]:
    """Return one import for each pair of rooms in the picture, the first room importing."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    tops, _arrows = picture()
    found = {}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            for importer_room in _rooms(module, tops):
                for room in _rooms(imported, tops):
                    found[importer_room, room] = f"{module} imports {imported}"
    return found


def _rooms(module: str, tops: dict[str, float]) -> list[str]:
    """Return the rooms that a module is in: its own, and the one that is drawn around it."""
    rooms = sorted(room for room in tops if f"{module}.".startswith(f"{room}."))
    return [room for room in rooms if tops[room] <= tops[rooms[-1]]]


def test_the_picture_has_every_room() -> None:
    tops, _arrows = picture()
    rooms: defaultdict[str, set[str]] = defaultdict(set)
    for folder in (*PACKAGES, "gpx_site", "events"):
        rooms[folder].add(folder)
    for parent in ("gpx_site", "events"):
        for init in (BASE / parent).glob("*/__init__.py"):
            rooms[parent].add(f"{parent}.{init.parent.name}")
    not_rooms = {"gpx_site.settings", "events.migrations", "events.templatetags"}
    assert set(tops) == set().union(*rooms.values()) - not_rooms


def test_every_arrow_of_the_picture_is_an_import_and_leads_downwards() -> None:
    tops, arrows = picture()
    assert arrows - set(imports()) == set()
    assert [arrow for arrow in arrows if tops[arrow[0]] >= tops[arrow[1]]] == []


def test_no_import_leads_upwards_in_the_picture() -> None:
    """What stands in ``gpx_site`` outside of its rooms composes: the list of all addresses."""
    tops, _arrows = picture()
    upwards = {
        line
        for (importer, room), line in imports().items()
        if tops[importer] >= tops[room]
        and importer != "gpx_site"
        and not _is_around(importer, room)
    }
    assert upwards == set()


def _is_around(importer: str, room: str) -> bool:
    """Return whether ``room`` is ``importer`` or the one that is drawn around it."""
    return f"{importer}.".startswith(f"{room}.")


def test_the_picture_names_itself() -> None:
    root = ElementTree.parse(PICTURE).getroot()  # noqa: S314 - our own file
    names = {element.attrib.get("id") for element in root if element.tag[-5:] in {"title", "}desc"}}
    assert root.attrib["role"] == "img"
    assert set(root.attrib["aria-labelledby"].split()) == names
