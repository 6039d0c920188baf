"""Settings of every environment; safe for production without change."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from gpx_site.settings import env as variables

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = variables.data_dir(BASE_DIR)

DEBUG = False
DEMO = False
ROOT_URLCONF = "gpx_site.urls"
WSGI_APPLICATION = "gpx_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "gpx_site.ops",
    "gpx_site.i18n",
    "gpx_site.outbox",
    "gpx_site.media",
    "gpx_site.charts",
    "gpx_site.core",
    "gpx_site.privacy",
    "gpx_site.routing",
    "gpx_site.translations",
    "gpx_site.admin",
    "gpx_site.home",
    "gpx_site.demo",
    "events",
    "events.registration",
    "events.feedback",
    "events.evaluation",
    "events.announcements",
    "blog",
    "blog.comments",
    "resources",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "gpx_site.routing.middleware.LanguageHostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gpx_site.routing.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gpx_site.routing.middleware.ContentSecurityPolicyMiddleware",
    "gpx_site.translations.admin.middleware.PairMiddleware",
    "gpx_site.routing.middleware.MovedPageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gpx_site.routing.context_processors.site_furniture",
            ],
        },
    }
]

# Database -----------------------------------------------------------------------------------------

DATABASES = {
    "default": environ.Env.db_url_config(
        variables.DATABASE_URL.read(default=f"sqlite:///{DATA_DIR / 'hub.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock at BEGIN: two writers queue instead of failing to upgrade.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }

# Celery, cache, mail, search ----------------------------------------------------------------------

CELERY_BROKER_URL = variables.CELERY_BROKER_URL.read(default="filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _broker = DATA_DIR / "broker"
    for _folder in ("queue", "processed", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # A killed worker's messages come back after this many seconds (the default is an hour).
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 120,
        "socket_connect_timeout": 1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "gpx_site.ops.tasks.beat_heartbeat", "schedule": 10.0},
    "sweep-outbox": {"task": "gpx_site.outbox.tasks.drain_outbox", "schedule": 15.0},
    "mirror-search": {"task": "search.tasks.mirror_index", "schedule": 20.0},
    "purge-outbox": {"task": "gpx_site.outbox.tasks.purge_outbox", "schedule": 3600.0},
    "measure-pairs": {
        "task": "gpx_site.translations.tasks.measure_outstanding",
        "schedule": crontab(minute=40, hour=3),
    },
    "remind-editors": {
        "task": "gpx_site.translations.tasks.remind_editors",
        "schedule": crontab(minute=30, hour=7, day_of_week="mon"),
    },
    "escalate-urgent": {
        "task": "gpx_site.translations.tasks.escalate_urgent",
        "schedule": crontab(minute=35, hour=7),
    },
    "purge-sessions": {"task": "gpx_site.ops.tasks.purge_sessions", "schedule": 3600.0},
    "forget-registrants": {
        "task": "events.registration.tasks.forget_what_is_due",
        "schedule": 3600.0,
    },
    "forget-unconfirmed": {
        "task": "events.announcements.tasks.forget_what_is_due",
        "schedule": 3600.0,
    },
    "sweep-waiting-lists": {
        "task": "events.registration.tasks.sweep_waiting_lists",
        "schedule": 30.0,
    },
    "write-by-the-clock": {
        "task": "events.registration.tasks.write_by_the_clock",
        "schedule": 60.0,
    },
    "invite-feedback": {
        "task": "events.feedback.tasks.invite_attendees",
        "schedule": 60.0,
    },
    "check-originals": {
        "task": "blog.tasks.check_originals",
        "schedule": crontab(minute=20, hour=4, day_of_week="mon"),
    },
    "forget-comments": {
        "task": "blog.comments.tasks.forget_what_is_due",
        "schedule": 3600.0,
    },
    "sweep-tallies": {
        "task": "events.evaluation.tasks.sweep_tallies",
        "schedule": 60.0,
    },
    "check-tallies": {
        "task": "events.evaluation.tasks.check_tallies",
        "schedule": crontab(minute=50, hour=3),
    },
}

REDIS_URL = variables.REDIS_URL.read(default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

EMAIL_URL = variables.EMAIL_URL.read(default="")
MAIL_FOLDER = DATA_DIR / "mail"
if EMAIL_URL:
    vars().update(environ.Env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "gpx_site.mail.file_backend.FolderBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = "Good Practice Exchange / Cyfnewidfa Arfer Da <good.practice@audit.wales>"
CONTACT_EMAIL = "good.practice@audit.wales"

ELASTICSEARCH_NODES = [
    node for node in variables.ELASTICSEARCH_URL.read(default="").split(",") if node
]
ELASTICSEARCH_INDEX = "gpx"
SENTRY_DSN = variables.SENTRY_DSN.read(default="")

# Languages ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LANGUAGE_HOSTS = variables.language_hosts()
LOCALE_PATHS = [
    BASE_DIR / "gpx_site" / "locale",
    # The overlay of other packages' messages, read before the packages' own.
    BASE_DIR / "gpx_site" / "i18n" / "third_party",
]
WAGTAIL_I18N_ENABLED = USE_I18N = True
# A page sent to be translated gets a draft in the other language, even if it is live itself.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security -----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        # The editor's preview shows the page in an iframe of the same origin.
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# A day: long enough to fill in a form slowly; its values are then deleted.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# (requests, seconds). Many people of one council share one address.
RATE_LIMITS = {
    "registrations-of-one-address": (10, 3600),
    "search": (60, 60),
    "events-api": (60, 60),
    "comments-from-one-sender": (10, 600),
    "subscriptions-from-one-sender": (20, 600),
    "subscriptions-of-one-address": (3, 3600),
    "comments-on-one-post": (60, 3600),
}
TRUSTED_PROXIES = variables.trusted_proxies()
CSRF_FAILURE_VIEW = "gpx_site.routing.views.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Wagtail ------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Cyfnewidfa Arfer Da – Good Practice Exchange"
SITE_URL = WAGTAILADMIN_BASE_URL = variables.SITE_URL.read(default="http://localhost:8000").rstrip(
    "/"
)
WAGTAILADMIN_USER_LOGIN_FORM = "gpx_site.admin.login_form.SignInForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
# No moderation: the editor of the other language reviews a page before declaring it ready.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "gpx_site.core.rich_text.TidyRichTextArea"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "gpx_site.media.images.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without-links": {"()": "gpx_site.ops.log_filters.WithoutLinks"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without-links"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # The worker logs tasks every few seconds; failures are still logged.
        "celery": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
        # Wagtail logs every page that a command makes; kombu that a folder has no host name.
        "wagtail": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
    },
}
