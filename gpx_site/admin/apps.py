"""The admin app."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class GpxAdminConfig(AppConfig):
    """The staff admin: groups, choosers, forms, exports."""

    name = "gpx_site.admin"
    label = "gpx_admin"

    def ready(self) -> None:
        """Update the staff groups after every migration; adapt Wagtail's choosers and forms."""
        # Models are loaded only now.
        from gpx_site.admin.groups import ensure_groups

        # Sent for apps with models only, of which this is none.
        post_migrate.connect(ensure_groups, sender=apps.get_app_config("core"))
