"""The events app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """What happens: facts once, words once per language."""

    name = "events"
    verbose_name = _("Events")
