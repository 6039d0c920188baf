"""The Celery application; its settings are Django's settings that begin with ``CELERY_``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gpx_site.settings.demo")

app = Celery("gpx_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
