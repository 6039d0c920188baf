"""People in the staff admin: one for each address, whoever types it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from gpx_site.core.models import Person

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_core_person:"


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    return client


def form(**fields) -> dict[str, str]:
    return {"name": "Mari", "email_key": "Mari@Example.org", "language": "cy"} | fields


def test_an_address_is_kept_as_it_is_looked_up(admin):
    admin.post(reverse(LIST + "add"), form())
    assert Person.objects.get().email_key == "mari@example.org"


@pytest.mark.parametrize("address", ["MARI@example.org", "mari", "a@b，c.org"])
def test_a_second_person_of_one_address_and_nonsense_are_refused(admin, address):
    Person.objects.create(name="Mari", email_key="mari@example.org")
    page = admin.post(reverse(LIST + "add"), form(email_key=address))
    assert page.status_code == 200
    assert Person.objects.count() == 1


def test_the_address_of_a_person_stays(admin):
    mari = Person.objects.create(name="Mari", email_key="mari@example.org")
    admin.post(
        reverse(LIST + "edit", args=[mari.pk]), form(name="Mari Rees", email_key="x@example.org")
    )
    mari.refresh_from_db()
    assert (mari.name, mari.email_key) == ("Mari Rees", "mari@example.org")
