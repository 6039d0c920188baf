"""The warning to events managers that translation must be arranged."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import EventSession
from events.registration.language_demand import needs_translation, with_language_demand
from gpx_site.mail import services as mail

#: How long before registration closes the warning is sent.
WARNED_BEFORE = timedelta(days=14)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def events_managers() -> QuerySet[User]:
    """Return the staff who manage sessions."""
    may = User.objects.with_perm(
        "events.change_eventsession", backend=MODEL_BACKEND, include_superusers=False
    )
    return may.exclude(email="").order_by("pk")


def enqueue_translation_warnings() -> int:
    """Enqueue a warning for each session that lacks translation; return how many.

    One for each session, deadline and events manager, in the fortnight before registration closes,
    as soon as the share of wishes to use Welsh reaches the threshold.
    """
    now = timezone.now()
    closing = EventSession.objects.annotate(deadline=Coalesce("closes_at", "starts_at")).filter(
        status=EventSession.Status.SCHEDULED,
        translation_provided=False,
        deadline__gt=now,
        deadline__lte=now + WARNED_BEFORE,
    )
    return sum(_enqueue(each) for each in with_language_demand(closing) if needs_translation(each))


@transaction.atomic
def _enqueue(session: EventSession) -> int:
    deadline = session.booking_closes_at
    return sum(
        mail.send(
            "session.translation",
            key=f"{session.pk}:{user.pk}:{deadline:%Y%m%dT%H%M}",
            useless_after=deadline,
            session=session.pk,
            user=user.pk,
        )
        for user in events_managers()
    )
