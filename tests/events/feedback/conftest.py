"""The client of the administrator."""

import pytest

from tests.factories import administrator


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client
