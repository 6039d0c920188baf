"""The embedded default: everything in one folder, no server to install."""

import os
import secrets

from gpx_site.settings import env as variables
from gpx_site.settings.base import *  # noqa: F403 - a settings module extends the whole of base
from gpx_site.settings.base import DATA_DIR, STORAGES


def _own_secret_key() -> str:
    """Return the demonstration's secret key, generated once and stored in its data folder."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


SECRET_KEY = variables.secret_key() if os.environ.get("SECRET_KEY") else _own_secret_key()
ALLOWED_HOSTS = variables.with_language_hosts(["localhost", "127.0.0.1", "[::1]"])
if os.environ.get("ALLOWED_HOSTS"):
    ALLOWED_HOSTS = variables.allowed_hosts()
DEMO = True

# Static files are served from their folders, so that a change needs no collecting.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
