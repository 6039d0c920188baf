"""Production: every secret and address is read from the environment, or the start fails."""

from gpx_site.settings import env as variables
from gpx_site.settings.base import *  # noqa: F403 - a settings module extends the whole of base

SECRET_KEY = variables.secret_key()
ALLOWED_HOSTS = variables.allowed_hosts()
SITE_URL = WAGTAILADMIN_BASE_URL = variables.SITE_URL.read(default="").rstrip("/")
if not SITE_URL.startswith("https://"):
    raise variables.SITE_URL.error()

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
# The editor's preview is a frame of the same origin, so frames cannot be denied altogether.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
