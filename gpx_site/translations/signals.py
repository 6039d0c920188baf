"""Every change of a page, or of what was declared of it, owes a measurement of its pair."""

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from gpx_site.translations.models import Readiness
from gpx_site.translations.outstanding import owe


def connect() -> None:
    """Listen; called once, when every model is loaded."""
    pages = [model for model in apps.get_models() if issubclass(model, Page)]
    senders: list[type[Model]] = [*pages, Readiness]
    for signal in (post_save, post_delete):
        for model in senders:
            signal.connect(_changed, sender=model, dispatch_uid="pairs")


def _changed(instance: Page | Readiness, raw: bool = False, **_signal: object) -> None:
    """Owe it in the transaction of the change; fixtures are measured by night."""
    if not raw:
        page = instance.page if isinstance(instance, Readiness) else instance
        owe(page.translation_key)
