"""The warning that translation is owed, in time to arrange it."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import EventSession
from events.registration.language_demand import needs_translation, with_wishes
from gpx_site.mail import services as mail

#: So long before registration closes events managers are told.
WARNED_BEFORE = timedelta(days=14)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def events_managers() -> QuerySet[User]:
    """The staff who run sessions."""
    may = User.objects.with_perm(
        "events.change_eventsession", backend=MODEL_BACKEND, include_superusers=False
    )
    return may.exclude(email="").order_by("pk")


def enqueue_translation_warnings() -> int:
    """Owe events managers a letter for each session that lacks translation; return how many.

    One for each session and deadline, in the fortnight before registration closes, as soon as so
    many wish to use Welsh.
    """
    now = timezone.now()
    closing = EventSession.objects.annotate(deadline=Coalesce("closes_at", "starts_at")).filter(
        status=EventSession.Status.SCHEDULED,
        translation_provided=False,
        deadline__gt=now,
        deadline__lte=now + WARNED_BEFORE,
    )
    return sum(_enqueue(each) for each in with_wishes(closing) if needs_translation(each))


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
