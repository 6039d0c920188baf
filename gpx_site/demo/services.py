"""The processes that the demonstration runs."""

import sys

from django.conf import settings

from gpx_site.demo.supervisor import Service


def web_server(port: int) -> Service:
    """Return the web server, on ``port`` of this machine only."""
    # No access log: addresses may hold one-time links.
    options = "--workers=2 --worker-class=gthread --threads=4 --graceful-timeout=3"
    quiet = "--preload --log-level=warning --no-control-socket"
    command = [
        *(sys.executable, "-m", "gunicorn", "gpx_site.wsgi:application"),
        *(f"--bind=127.0.0.1:{port}", *options.split(), *quiet.split()),
    ]
    return Service("web server", command)


def worker() -> Service:
    """Return a Celery worker with the options that the broker needs."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        # A folder broker does not connect workers, and a killed pool child stalls its worker: run
        # one process, which the supervisor can watch as a whole.
        options = ["--pool=solo", "--without-gossip", "--without-mingle"]
    else:
        options = ["--pool=prefork", "--concurrency=2"]
    return Service("worker", _celery("worker", *options), heartbeat=True)


def beat() -> Service:
    """Return beat, the scheduler of Celery, which also sends the heartbeat."""
    return Service("beat", _celery("beat", "--pidfile="), heartbeat=True)


def _celery(*arguments: str) -> list[str]:
    python = [sys.executable, "-m", "celery", "--app=gpx_site", "--quiet"]
    return [*python, *arguments, "--loglevel=warning"]
