"""Environment variables, each validated before Django starts.

A missing or invalid value stops the start with the name of the variable and its expected form. The
message never contains the value, which may be a password.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+", re.IGNORECASE)
HOSTLESS = frozenset({"sqlite", "memory", "filesystem", "consolemail", "filemail"})


@dataclass(frozen=True)
class Variable:
    """An environment variable that contains a URL, and its expected form."""

    name: str
    schemes: frozenset[str]
    example: str
    several: bool = False
    #: Whether the path must be the name of a database, or must be empty.
    names_database: bool = False
    host_only: bool = False

    def read(self, default: str) -> str:
        """Return the value of the variable, or ``default`` if it is unset or empty.

        Raises:
            ImproperlyConfigured: it has an unknown scheme, no host, or an invalid path.
        """
        value = os.environ.get(self.name, "").strip()
        if not value:
            return default
        parts = [part.strip() for part in value.split(",")] if self.several else [value]
        for part in parts:
            self._check(part)
        return ",".join(parts)

    def _check(self, value: str) -> None:
        try:
            parts = urlsplit(value)
            port_is_sound = parts.port is None or parts.port > 0
        except ValueError:
            raise self.error() from None
        has_host = bool(HOST.fullmatch(parts.hostname or "")) or parts.scheme in HOSTLESS
        if parts.scheme not in self.schemes or not (port_is_sound and has_host):
            raise self.error()
        if not self._path_makes_sense(parts):
            raise self.error()

    def _path_makes_sense(self, parts: SplitResult) -> bool:
        if self.host_only:
            return not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if self.names_database:
            return bool(parts.path.strip("/"))
        if parts.scheme in {"redis", "rediss"}:
            return re.fullmatch(r"/?\d*", parts.path) is not None
        return True

    def error(self) -> ImproperlyConfigured:
        """Return the error that names this variable and its expected form."""
        return ImproperlyConfigured(f"{self.name} should look like {self.example}")


DATABASE_URL = Variable(
    "DATABASE_URL",
    frozenset({"postgres", "postgresql", "sqlite"}),
    "postgres://user:password@host:5432/name (or leave it out for SQLite)",
    names_database=True,
)
CELERY_BROKER_URL = Variable(
    "CELERY_BROKER_URL",
    frozenset({"redis", "rediss", "amqp", "amqps", "memory", "filesystem"}),
    "redis://host:6379/0 or amqp://user:password@host:5672// (or leave it out for a folder)",
)
ELASTICSEARCH_URL = Variable(
    "ELASTICSEARCH_URL",
    frozenset({"http", "https"}),
    "http://host:9200, several nodes with commas (or leave it out for database search)",
    several=True,
)
REDIS_URL = Variable(
    "REDIS_URL", frozenset({"redis", "rediss"}), "redis://host:6379/1 (or leave it out)"
)
EMAIL_URL = Variable(
    "EMAIL_URL",
    frozenset({"smtp", "smtp+tls", "smtps", "smtp+ssl", "consolemail", "filemail"}),
    "smtp+tls://user:password@host:587 (or leave it out to write mail to a folder)",
)
SITE_URL = Variable(
    "SITE_URL", frozenset({"http", "https"}), "https://hub.example.org", host_only=True
)
SENTRY_DSN = Variable("SENTRY_DSN", frozenset({"https"}), "https://key@host/1")


def data_dir(base_dir: Path) -> Path:
    """Return ``DATA_DIR`` (default ``./var``), created if missing.

    Raises:
        ImproperlyConfigured: it cannot be created or written to.
    """
    folder = Path(os.environ.get("DATA_DIR") or base_dir / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        raise ImproperlyConfigured("DATA_DIR should be a folder that this user can write to")
    return folder


def secret_key() -> str:
    """Return ``SECRET_KEY``.

    Raises:
        ImproperlyConfigured: it is missing or shorter than 50 characters.
    """
    key = os.environ.get("SECRET_KEY", "")
    if len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY should be at least 50 random characters; make one with "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return key


def allowed_hosts() -> list[str]:
    """Return ``ALLOWED_HOSTS`` as a list, followed by the hosts of ``LANGUAGE_HOSTS``.

    Raises:
        ImproperlyConfigured: it is missing, or contains a scheme, a path or every host.
    """
    hosts = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    hosts = [host for host in hosts if host]
    # A leading dot matches all subdomains; an IPv6 address has brackets.
    if not hosts or not all(HOST.fullmatch(host.strip("[]")) for host in hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS should be host names with commas: hub.example.org,arferda.example"
        )
    return with_language_hosts(hosts)


def with_language_hosts(hosts: list[str]) -> list[str]:
    """Return ``hosts`` and the hosts of the languages."""
    return [*hosts, *(host.partition(":")[0] for host in language_hosts().values())]


def language_hosts() -> Mapping[str, str]:
    """Return ``LANGUAGE_HOSTS``, e.g. ``cy=arferda.example``, as a mapping of language to host.

    Raises:
        ImproperlyConfigured: a pair is malformed or its language is not ``en`` or ``cy``.
    """
    value = os.environ.get("LANGUAGE_HOSTS", "").strip()
    pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
    hosts = {language.strip(): host.strip() for language, _, host in pairs}
    sound = all(re.fullmatch(r"[\w.-]+(:\d+)?", host) for host in hosts.values())
    if not sound or not set(hosts) <= {"en", "cy"} or len(hosts) != len(pairs):
        raise ImproperlyConfigured("LANGUAGE_HOSTS should look like cy=arferda.example")
    return hosts


def trusted_proxies() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return ``TRUSTED_PROXIES``, e.g. ``127.0.0.1,10.0.0.0/8``, as networks.

    Raises:
        ImproperlyConfigured: an item is neither an address nor a network.
    """
    value = os.environ.get("TRUSTED_PROXIES", "")
    try:
        return [ipaddress.ip_network(each.strip()) for each in value.split(",") if each.strip()]
    except ValueError:
        raise ImproperlyConfigured(
            "TRUSTED_PROXIES should be addresses or networks with commas: 127.0.0.1,10.0.0.0/8"
        ) from None
