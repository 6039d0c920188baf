"""Settings of the test suite: the embedded default, or the real parts named in the environment."""

import os
import tempfile
from pathlib import Path

# Tests never touch the demonstration's own data.
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="gpx-test-")

from gpx_site.settings.base import *  # noqa: F403 - DATA_DIR must be set before base reads it
from gpx_site.settings.base import CACHES, DATA_DIR, DATABASES, REDIS_URL, STORAGES

SECRET_KEY = "only-for-tests-" + "0123456789abcdefghij" * 2
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = False
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_STORE_EAGER_RESULT = False
ELASTICSEARCH_INDEX = f"gpx-test-{os.getpid()}"
# The index of this test process among those that run in parallel.
TEST_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if REDIS_URL:
    # A cache of its own: every test empties it.
    server, _, number = REDIS_URL.rpartition("/")
    CACHES["default"]["LOCATION"] = f"{server}/{int(number) + TEST_WORKER}"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of the race tests share it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
