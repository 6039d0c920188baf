"""The registration app."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What each step adds to the address of its journey, in English and in Welsh.
QUESTIONS = {
    "details": ("", ""),
    "language": ("language/", "iaith/"),
    "needs": ("needs/", "anghenion/"),
    "questions": ("questions/", "cwestiynau/"),
}
GROUP_QUESTIONS = {"contact": ("", ""), "people": ("people/", "pobl/")}
CHECK = ("check/", "gwirio/")
DONE = ("done/", "wedi-gorffen/")


class RegistrationConfig(AppConfig):
    """Registration, waiting list, manage links, attendance, calendar files."""

    name = "events.registration"
    label = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Answer below every event page, write messages, and erase people."""
        # Models are not loaded before now.
        from events.registration import audit_labels  # noqa: F401 - registers the words of actions
        from events.registration.booking import views
        from events.registration.booking.wizards import GROUP, ONESELF
        from events.registration.notifications import emails  # noqa: F401 - registers its e-mails
        from events.registration.services import (  # noqa: F401 - they register
            erasure,
            subject_access,
        )
        from gpx_site.routing import sub_urls

        base = ("register/<int:session_id>/", "cofrestru/<int:session_id>/")
        group = (base[0] + "group/", base[1] + "grwp/")
        for journey, start, steps in (
            (ONESELF, base, QUESTIONS | {"check": CHECK, "done": DONE}),
            (GROUP, group, GROUP_QUESTIONS | {"check": CHECK, "done": DONE}),
        ):
            for step, (en, cy) in steps.items():
                view = partial(views.question, step=step)
                view = {"check": views.check, "done": views.done}.get(step, view)
                at_once = partial(views.check_at_once, journey=journey)
                sub_urls.add(
                    "events.EventPage",
                    journey.route(step),
                    partial(view, journey=journey),
                    en=start[0] + en,
                    cy=start[1] + cy,
                    at_once=at_once if step == "check" else None,
                )
