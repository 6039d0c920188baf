"""A wrong configuration stops the start, by name, and never repeats a secret."""

import subprocess
import sys

import pytest

from tests.processes import ROOT, embedded_environment

pytestmark = pytest.mark.own_environment

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
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy.example.org"),
        ("DATA_DIR", "/proc/nowhere"),
        ("ALLOWED_HOSTS", "hub.example.org evil.example"),
        ("SITE_URL", "https://one.example,https://two.example"),
        ("SITE_URL", "https://hub.example.org/hub"),
        ("SITE_URL", "https://gpx:hunter2@hub.example.org"),
        ("SITE_URL", "https://hub.example.org?x=1"),
        ("DATABASE_URL", "postgres://gpx:hunter2@db:5432"),
        ("DATABASE_URL", "sqlite://"),
        ("CELERY_BROKER_URL", "redis://queue/first"),
        ("REDIS_URL", "redis://cache/first"),
        ("LANGUAGE_HOSTS", "cy=arfer da.example"),
        ("LANGUAGE_HOSTS", "cy=one.example,cy=two.example"),
    ],
)
def test_a_missing_or_nonsensical_value_stops_the_start(tmp_path, name, value):
    result = start(tmp_path, **{name: value})
    last_line = result.stderr.strip().splitlines()[-1]
    assert result.returncode != 0
    assert f"{name} should " in last_line
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", "hunter2"), ("ALLOWED_HOSTS", "http://localhost")]
)
def test_the_demonstration_is_as_strict_with_what_it_is_given(tmp_path, name, value):
    demo = {"DJANGO_SETTINGS_MODULE": "gpx_site.settings.demo"}
    result = start(tmp_path, command=("check",), **demo | {name: value})
    assert result.returncode != 0
    assert f"{name} should " in result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "broker", ["amqp://gpx:hunter2@queue:5672//", "redis://:hunter2@queue:6379/0"]
)
def test_what_makes_sense_is_taken(tmp_path, broker):
    result = start(
        tmp_path,
        command=("check",),
        ALLOWED_HOSTS=".example.org,[::1],127.0.0.1",
        DATABASE_URL="postgres://gpx:a,b@[::1]:5432/gpx",
        CELERY_BROKER_URL=broker,
        ELASTICSEARCH_URL="http://one:9200, https://gpx:hunter2@two:9200/prefix",
        EMAIL_URL="smtp+tls://gpx%40example.org:hunter2@mail:587",
        LANGUAGE_HOSTS="cy=arferda.example,en=hub.example:8443",
    )
    assert result.returncode == 0, result.stderr


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
