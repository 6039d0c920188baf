"""A session of three places, and a phone at its door."""

import pytest
from django.test import Client

from events.models import EventSession
from tests import factories
from tests.events.registration.check_in.phone import a_phone


@pytest.fixture
def session(site_tree) -> EventSession:
    return factories.session(capacity=3)


@pytest.fixture
def phone(session) -> Client:
    """A phone on which the session's link was opened."""
    return a_phone(session)
