"""The project package: every feature may import it, it imports no feature."""

from gpx_site.celery import app as celery_app

__all__ = ["celery_app"]
