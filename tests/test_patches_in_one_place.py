"""No line of the project changes another package, or uses its private names, unregistered."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from gpx_site.translations import patch_localize, patch_wagtail

ROOT = Path(settings.BASE_DIR)
OURS = ("gpx_site", "events", "blog", "resources", "search")
CHANGING = {"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"}
#: Names of the standard library that are made to be changed.
MADE_FOR_IT = {"os.environ"}
#: Documented by Django, or an attribute of a request that is ours.
PUBLIC = {"_meta", "_state", "_default_manager", "_way"}
#: What the code of Wagtail and wagtail-localize is checked at start to have.
REGISTERED = {
    name
    for upstream in (patch_wagtail.upstream, patch_localize.upstream)
    for patch in upstream.patches
    for name in (*(re.split("[.:]", each)[-1] for each in patch.expects), *patch.reads.values())
}


class Code:
    """One module: what it changes of other packages, and the private names that it uses."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.imported = dict(_imports(self.tree))

    def changes(self) -> Iterator[str]:
        """Yield each place where an imported name is assigned to, deleted from or added to."""
        for node in ast.walk(self.tree):
            yield from (each for each in map(self._of_another, _targets(node)) if each)

    def private_names(self) -> Iterator[str]:
        """Yield private attributes of imported names, and those set on anything but ``self``."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Attribute) or not _is_private(node.attr):
                continue
            is_set = isinstance(node.ctx, ast.Store) and _root(node) not in {"self", "cls"}
            if is_set or self._of_another(node):
                yield node.attr

    def _of_another(self, node: ast.expr) -> str | None:
        name = self.imported.get(_root(node) or "", "")
        if not isinstance(node, ast.Attribute | ast.Subscript) or not name:
            return None
        path = ".".join([name, *reversed(list(_attributes(node)))])
        return None if path.startswith(tuple(MADE_FOR_IT)) else path


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            pairs = [
                (each.asname or each.name, f"{node.module}.{each.name}") for each in node.names
            ]
        elif isinstance(node, ast.Import):
            pairs = [(each.asname or each.name.partition(".")[0], each.name) for each in node.names]
        else:
            continue
        yield from (pair for pair in pairs if pair[1].partition(".")[0] not in OURS)


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign | ast.Delete):
        return node.targets
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    if isinstance(node, ast.Call):
        return _changed_by_call(node)
    return []


def _changed_by_call(call: ast.Call) -> list[ast.expr]:
    name = call.func
    if isinstance(name, ast.Name) and name.id in {"setattr", "delattr"}:
        # As if its attribute were assigned.
        return [ast.Attribute(value=call.args[0], attr="*", ctx=ast.Store())]
    if isinstance(name, ast.Attribute) and name.attr in CHANGING:
        return [name.value]
    return []


def _attributes(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            yield node.attr
        node = node.value


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _modules() -> Iterator[tuple[str, Code]]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), Code(path.read_text())


def test_only_the_modules_of_patches_change_another_package():
    found = {name: list(code.changes()) for name, code in _modules()}
    changing = {name: changes for name, changes in found.items() if changes}
    patches = {f"gpx_site/translations/patch_{each}.py" for each in ("wagtail", "localize")}
    settings_of_tests = "gpx_site/settings/test.py"
    assert set(changing) - {settings_of_tests} == patches, changing


def test_every_private_name_of_another_package_is_checked_at_start():
    used = {name: set(code.private_names()) - PUBLIC for name, code in _modules()}
    unchecked = {name: names - REGISTERED for name, names in used.items() if names - REGISTERED}
    assert unchecked == {}


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("Page.route = ours", "wagtail.models.Page.route"),
        ("Page.copy.__func__.kind = 1", "wagtail.models.Page.copy.__func__.kind"),
        ("setattr(Page, 'route', ours)", "wagtail.models.Page.*"),
        ("del Page.route", "wagtail.models.Page.route"),
        ("Page.panels.append(ours)", "wagtail.models.Page.panels"),
        ("Page.panels[:] = []", "wagtail.models.Page.panels"),
        ("Page.panels += ours", "wagtail.models.Page.panels"),
    ],
)
def test_a_change_is_seen(line, change):
    assert list(Code(f"from wagtail.models import Page\n{line}").changes()) == [change]


@pytest.mark.parametrize(
    "line", ["Page.route(ours)", "page = Page()", "self.route = Page.route", "mine.append(Page)"]
)
def test_what_is_no_change_is_not(line):
    assert list(Code(f"from wagtail.models import Page\n{line}").changes()) == []


@pytest.mark.parametrize("line", ["Page._route()", "page._route = 1", "del_ = Page._route"])
def test_a_private_name_is_seen(line):
    assert list(Code(f"from wagtail.models import Page\n{line}").private_names()) == ["_route"]
