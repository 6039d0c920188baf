"""Signals that enqueue a measurement when a page or its readiness changes."""

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from gpx_site.translations.models import Readiness
from gpx_site.translations.outstanding import enqueue_measurement


def connect() -> None:
    """Connect the signals; called once, when all models are loaded."""
    pages = [model for model in apps.get_models() if issubclass(model, Page)]
    senders: list[type[Model]] = [*pages, Readiness]
    for signal in (post_save, post_delete):
        for model in senders:
            signal.connect(_changed, sender=model, dispatch_uid="pairs")


def _changed(instance: Page | Readiness, raw: bool = False, **_signal: object) -> None:
    """Enqueue it in the transaction of the change; the nightly task measures fixtures."""
    if not raw:
        page = instance.page if isinstance(instance, Readiness) else instance
        enqueue_measurement(page.translation_key)
