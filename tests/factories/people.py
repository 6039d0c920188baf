"""Organisations, attendees, contributors, topics and staff."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from gpx_site.core.models import Contributor, Organisation, Person, Topic
from gpx_site.core.models.people import Sector, normalise_email
from tests.factories.numbers import next_number


def organisation(**fields) -> Organisation:
    """A council."""
    n = next_number()
    defaults = {
        "name_en": f"Example Council {n}",
        "name_cy": f"Cyngor Enghraifft {n}",
        "slug": f"example-council-{n}",
        "sector": Sector.LOCAL_GOVERNMENT,
    }
    return Organisation.objects.create(**defaults | fields)


def person(email: str | None = None, **fields) -> Person:
    """An attendee whose language is not known."""
    n = next_number()
    key = normalise_email(email or f"person{n}@example.org")
    return Person.objects.create(email_key=key, **{"name": f"Person {n}"} | fields)


def contributor(**fields) -> Contributor:
    """An author or speaker."""
    n = next_number()
    defaults = {
        "name": f"Mari Enghraifft {n}",
        "slug": f"mari-{n}",
        "role_en": "Head of Learning",
        "role_cy": "Pennaeth Dysgu",
    }
    return Contributor.objects.create(**defaults | fields)


def topic(**fields) -> Topic:
    """A topic."""
    n = next_number()
    defaults = {
        "name": f"Digital {n}",
        "slug": f"digital-{n}",
        "name_cy": f"Digidol {n}",
        "slug_cy": f"digidol-{n}",
    }
    return Topic.objects.create(**defaults | fields)


def administrator(username: str = "admin") -> User:
    """A member of staff who may do everything; the password is the user name."""
    return get_user_model().objects.create_superuser(username, f"{username}@example.org", username)
