"""The WSGI entry point for production servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gpx_site.settings.production")

application = get_wsgi_application()
# Load every route now, so that an error in one stops the start and not the first request.
get_resolver().url_patterns  # noqa: B018 - reading it loads them
