"""The registration app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Registration, waiting list, manage links, attendance, calendar files."""

    name = "events.registration"
    label = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Register the addresses, the e-mails, the words of the audit log, export and erasure."""
        # Models are not loaded before now.
        from events.registration import (  # noqa: F401 - the first two register
            audit_labels,
            checks,
            routes,
        )
        from events.registration.notifications import emails  # noqa: F401 - registers its e-mails
        from events.registration.services import (  # noqa: F401 - they register
            erasure,
            subject_access,
        )
        from gpx_site.routing import sub_urls

        sub_urls.register(routes.sub_urls)
