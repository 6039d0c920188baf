"""Staff, and somebody who may not."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from tests import factories


@pytest.fixture
def staff(db: None) -> User:
    return factories.administrator()


@pytest.fixture
def client(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def as_group(client):
    """Sign in as a member of one group."""

    def sign_in(name: str) -> User:
        user = get_user_model().objects.create_user(
            name, email=f"{name.split(maxsplit=1)[0]}@example.org"
        )
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        return user

    return sign_in
