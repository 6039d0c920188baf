"""Every change to Wagtail and wagtail-localize is checked, and says on what it was tested."""

import pkgutil
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gpx_site.ops.upstream import NONE_KNOWN, describe
from gpx_site.translations import patch_localize, patch_wagtail

UPSTREAMS = [patch_wagtail.upstream, patch_localize.upstream]
TARGETS = [
    (upstream, patch, target)
    for upstream in UPSTREAMS
    for patch in upstream.patches
    for target, expected in patch.expects.items()
    if expected.startswith("(")
]


@pytest.mark.parametrize("upstream", UPSTREAMS, ids=lambda each: each.package)
def test_the_lock_has_the_release_that_was_tested(upstream):
    lock = (Path(settings.BASE_DIR) / "requirements.lock").read_text()
    assert f"\n{upstream.package}=={upstream.tested_on} " in lock


@pytest.mark.parametrize(
    ("upstream", "patch", "target"), TARGETS, ids=[target for _upstream, _patch, target in TARGETS]
)
def test_a_changed_signature_stops_the_start(monkeypatch, upstream, patch, target):
    owner, _dot, name = target.rpartition("." if "." in target.partition(":")[2] else ":")
    monkeypatch.setattr(pkgutil.resolve_name(owner), name, lambda *, changed: None)
    with pytest.raises(ImproperlyConfigured) as caught:
        upstream.check()
    line = f"- “{patch.name}”: {target} should be {patch.expects[target]} and is (*, changed)."
    assert line in str(caught.value).splitlines()


def test_every_patch_says_why():
    for upstream in UPSTREAMS:
        for patch in upstream.patches:
            assert patch.change is None or patch.change.__doc__, patch.name
            known = patch.issue.startswith("https://github.com/wagtail/")
            assert known or patch.issue == NONE_KNOWN, patch.name


def test_what_replaces_a_function_takes_the_same_arguments():
    """So that the check holds after the change as well, and a caller sees no difference."""
    for _upstream, patch, target in TARGETS:
        assert describe(target) == patch.expects[target], target


def test_wagtail_localize_is_pinned_to_what_was_tested():
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    assert f"wagtail-localize=={patch_localize.upstream.tested_on}" in project["dependencies"]
