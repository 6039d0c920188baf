"""The hooks of the publishing policy and of the translation editor."""

from wagtail import hooks

from gpx_site.translations import routes
from gpx_site.translations.admin import hooks as admin_hooks  # noqa: F401 - registers them
from gpx_site.translations.editor import hooks as editor_hooks  # noqa: F401 - registers them

hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)
