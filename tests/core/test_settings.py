"""A wrong configuration stops the start, by name, and never repeats a secret."""

import subprocess
import sys

import pytest

from tests.processes import ROOT, embedded_environment

GOOD = {
    "DJANGO_SETTINGS_MODULE": "gpx_site.settings.production",
    "SECRET_KEY": "mfo1r-0Xz3Jq7Hc9wLk2Vt5Ub8Ye4Nd6Pa1Sg0Ri3Tx7Wm",
    "ALLOWED_HOSTS": "hub.example.org",
    "SITE_URL": "https://hub.example.org",
}
GOOD["SECRET_KEY"] *= 2


def start(tmp_path, *, command=("check", "--deploy", "--fail-level=WARNING"), **changes):
    """Run a management command under production settings with ``changes`` (None unsets)."""
    env = embedded_environment(tmp_path) | GOOD | changes
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_configuration_passes_the_deployment_check(tmp_path):
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "hunter2"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://hub.example.org"),
        ("SITE_URL", None),
        ("SITE_URL", "http://hub.example.org"),
        ("SITE_URL", "hub.example.org"),
        ("DATABASE_URL", "mysql://gpx:hunter2@db/gpx"),
        ("DATABASE_URL", "postgres:///gpx"),
        ("DATABASE_URL", "postgres://gpx:hunter2@db:port/gpx"),
        ("CELERY_BROKER_URL", "http://queue:6379"),
        ("ELASTICSEARCH_URL", "search:9200"),
        ("ELASTICSEARCH_URL", "http://one:9200,two:9200"),
        ("REDIS_URL", "redis://"),
        ("EMAIL_URL", "mail.example.org"),
        ("LANGUAGE_HOSTS", "fr=bonnepratique.example"),
        ("LANGUAGE_HOSTS", "arferda.example"),
        ("DATA_DIR", "/proc/nowhere"),
    ],
)
def test_a_missing_or_nonsensical_value_stops_the_start(tmp_path, name, value):
    result = start(tmp_path, **{name: value})
    last_line = result.stderr.strip().splitlines()[-1]
    assert result.returncode != 0
    assert f"{name} should " in last_line
    assert "hunter2" not in result.stderr


def test_every_setting_is_described():
    """``.env.example`` names each variable that the settings read, and no other."""
    described = {
        line.lstrip("# ").partition("=")[0]
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("# ")
    }
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "gpx_site/settings").glob("*.py")
    )
    assert described
    assert {name for name in described if f'"{name}"' not in source} == set()
