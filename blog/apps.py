"""The blog app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Posts, series, reblogs, authors and comments."""

    name = "blog"
    verbose_name = _("Blog")
