"""Registrations, made by the services as everybody else makes them."""

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from tests.factories.numbers import next_number


def details(**fields) -> services.Details:
    """What somebody who writes English gives, under an address of their own."""
    n = next_number()
    defaults = {
        "name": f"Person {n}",
        "email": f"registrant{n}@example.org",
        "mail_locale": Registration.MailLocale.ENGLISH,
    }
    return services.Details(**defaults | fields)


def registration(session: EventSession, **fields) -> Registration:
    """Somebody registered for ``session`` by staff: confirmed while there is room."""
    booking = services.book(
        session_id=session.pk, details=details(**fields), source=Registration.Source.STAFF
    )
    return booking.registration
