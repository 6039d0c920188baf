"""The processes that the demonstration runs."""

import sys

from django.conf import settings

from gpx_site.demo.supervisor import Service


def services(port: int) -> list[Service]:
    """The web server on ``port``, a worker and beat."""
    return [
        Service("web server", _web_server(port)),
        Service("worker", _worker(), heartbeat=True),
        Service("beat", _celery("beat", "--pidfile="), heartbeat=True),
    ]


def _web_server(port: int) -> list[str]:
    # No access log: addresses may hold one-time links.
    options = "--workers=2 --worker-class=gthread --threads=4 --graceful-timeout=3"
    quiet = "--log-level=warning --no-control-socket"
    return [
        *(sys.executable, "-m", "gunicorn", "gpx_site.wsgi:application"),
        *(f"--bind=127.0.0.1:{port}", *options.split(), *quiet.split()),
    ]


def _worker() -> list[str]:
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        # A folder has no way to speak to other workers, and a killed pool child stalls its worker:
        # one process, which the supervisor can see as a whole.
        return _celery("worker", "--pool=solo", "--without-gossip", "--without-mingle")
    return _celery("worker", "--pool=prefork", "--concurrency=2")


def _celery(*arguments: str) -> list[str]:
    python = [sys.executable, "-m", "celery", "--app=gpx_site", "--quiet"]
    return [*python, *arguments, "--loglevel=warning"]
