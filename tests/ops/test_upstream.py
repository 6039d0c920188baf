"""A package that is no longer what a change to it was written for stops the start."""

import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from gpx_site.ops.upstream import Upstream, describe
from tests.processes import ROOT, embedded_environment


class Action:
    """Stands for a class of another package."""

    def execute(self, skip: bool = False) -> None:
        """Keep what is found in a private name."""
        self._found = skip


FAKE = SimpleNamespace(Action=Action, TAGS=["a"], action=Action())
EXECUTE = "fake_package:Action.execute"


@pytest.fixture(autouse=True)
def _fake_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "fake_package", FAKE)


@pytest.fixture
def upstream():
    return Upstream("wagtail", tested_on="8.0.1")


@pytest.mark.parametrize(
    ("target", "description"),
    [
        (EXECUTE, "(self, skip=False)"),
        ("fake_package:action.execute", "(skip=False)"),
        ("fake_package:Action", "class"),
        ("fake_package:TAGS", "list"),
        ("fake_package:Action.gone", "missing"),
        ("no_such_package:Action", "missing"),
    ],
)
def test_a_target_is_described_by_its_signature_or_type(target, description):
    assert describe(target) == description


def test_what_fits_is_changed_in_order(upstream):
    made = []
    upstream.patch({EXECUTE: "(self, skip=False)"}, reads={EXECUTE: "_found"})(
        lambda: made.append("action")
    )
    upstream.patch({"fake_package:TAGS": "list"})(lambda: made.append("tags"))
    upstream.apply()
    assert made == ["action", "tags"]


def test_what_does_not_fit_is_named_and_nothing_is_changed(upstream):
    made = []

    @upstream.patch({"fake_package:TAGS": "list"})
    def allow_more_tags():
        made.append("tags")

    @upstream.patch({EXECUTE: "(self, user, skip=False)"})
    def publish_both_languages():
        made.append("action")

    upstream.rely_on(
        "find a page",
        {"fake_package:Action.gone": "(self)"},
        reads={EXECUTE: "_seen", "fake_package:Action.gone": "_found"},
    )
    with pytest.raises(ImproperlyConfigured) as caught:
        upstream.apply()
    assert made == []
    assert str(caught.value).splitlines() == [
        f"wagtail {version('wagtail')} is not what our changes to it were tested on (8.0.1); "
        "see docs/developers/upgrade-wagtail.md.",
        "- “publish both languages”: fake_package:Action.execute should be "
        "(self, user, skip=False) and is (self, skip=False).",
        "- “find a page”: fake_package:Action.gone should be (self) and is missing.",
        "- “find a page”: fake_package:Action.execute should use _seen and does not.",
        "- “find a page”: fake_package:Action.gone should use _found and does not.",
    ]


CHANGED_APP = """
from django.apps import AppConfig


class Changed(AppConfig):
    name = "changed"

    def ready(self):
        {change}
"""
CHANGED_SETTINGS = """
from gpx_site.settings.demo import *

INSTALLED_APPS = ["changed.apps.Changed", *INSTALLED_APPS]
"""


@pytest.mark.own_environment
@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            "from wagtail_localize import strings; "
            "strings.validate_element = lambda element, strict: None",
            "- “keep marks of language in a text”: wagtail_localize.strings:validate_element "
            "should be (element) and is (element, strict).",
        ),
        (
            "from wagtail.actions import move_page; "
            "move_page.MovePageAction.execute = lambda self: None",
            "- “move both languages”: wagtail.actions.move_page:MovePageAction.execute "
            "should be (self, skip_permission_checks=False) and is (self).",
        ),
    ],
    ids=["wagtail-localize", "wagtail"],
)
def test_the_start_stops_where_a_target_has_changed(tmp_path, change, line):
    """A release with another signature is imitated by an app that is ready before ours."""
    package = tmp_path / "changed"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(CHANGED_APP.format(change=change))
    (package / "settings.py").write_text(CHANGED_SETTINGS)
    environment = embedded_environment(tmp_path) | {
        "DJANGO_SETTINGS_MODULE": "changed.settings",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    result = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert line in result.stderr
