"""Every address of the staff admin, asked for by those who may see no attendee."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from events.registration.models import Registration
from gpx_site.core.models import Person
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Unmistakable Attendee", "unmistakable@example.org"
BREAKS_ON_PURPOSE = "/admin/failwhale/"
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\([^)]*\)")


def admin_patterns() -> Iterator[str]:
    """Every pattern below ``/admin/``, as it is written."""

    def below(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            path = prefix + str(each.pattern)
            if isinstance(each, URLPattern):
                yield path
            else:
                yield from below(each, path)

    roots = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    return below(roots[0], "/admin/")


def addresses_about(row: Person | Registration) -> set[str]:
    """Every address with this row, or its model, wherever one is asked for."""
    given = {
        "app_label": row._meta.app_label,
        "model_name": row._meta.model_name,
        "action": "delete",
        "code": "none",
    }

    def value(match: re.Match[str]) -> str:
        return given.get(match[1] or match[2], str(row.pk))

    filled = {CONVERTER.sub(value, pattern) for pattern in admin_patterns()}
    return {re.sub(r"[\^$?]|\\Z", "", address) for address in filled} - {BREAKS_ON_PURPOSE}


@pytest.fixture
def attendee(site_tree) -> Registration:
    return registration(factories.session(), name=NAME, email=ADDRESS)


def sign_in(client, group: str) -> None:
    user = get_user_model().objects.create_user("someone")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


@pytest.mark.parametrize("group", ["Evaluators", "Editors"])
def test_no_address_tells_who_is_coming(client, attendee, group):
    sign_in(client, group)
    client.raise_request_exception = False
    told, broken = [], []
    for address in sorted(addresses_about(attendee) | addresses_about(attendee.person)):
        response = client.get(address)
        body = b"" if response.streaming else response.content
        if NAME.encode() in body or ADDRESS.encode() in body:
            told.append(address)
        if response.status_code >= 500:
            broken.append(address)
    assert told == []
    assert broken == []


def test_the_translation_package_offers_no_names(client, attendee):
    sign_in(client, "Events managers")
    listing = "/admin/localize/api/snippets/core/person/"
    assert client.get(listing).status_code == 404
    assert client.get(f"{listing}{attendee.person.pk}/").status_code == 404


def test_the_walk_reaches_what_those_who_may_can_see(client, attendee):
    """Otherwise the test above would pass on addresses that lead nowhere."""
    sign_in(client, "Events managers")
    addresses = addresses_about(attendee)
    listing = reverse("wagtailsnippets_registration_registration:list")
    assert len(addresses) > 200
    assert listing in addresses
    assert NAME in client.get(listing).content.decode()
