"""Every field of a registration is in every place, or is excluded from it by name.

No test here reads how a place finds its fields. Each gives the field two values, in the database or
in a browser, and asks whether the place keeps them, shows the difference or removes them.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, make_dataclass
from datetime import timedelta
from functools import cached_property, partial
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.models import AudienceRole, EventPage, EventSession
from events.registration import checks, services
from events.registration.models import GroupBooking, Registration, RegistrationNeeds
from events.registration.models.registration_fields import EXCLUDED, NEEDS_PREFIX, Place
from events.registration.services import retention
from gpx_site.core.models import Organisation
from tests import factories
from tests.factories.numbers import next_number
from tests.factories.registrations import registration
from tests.factories.tree import Tree

pytestmark = pytest.mark.django_db

Field = models.Field[Any, Any]
PREFIXES = {Registration: "", RegistrationNeeds: NEEDS_PREFIX}
CELLS = [
    pytest.param(place, field, id=f"{place}-{prefix}{field.name}")
    for place in Place
    for model, prefix in PREFIXES.items()
    for field in model._meta.concrete_fields
    if prefix + field.name not in EXCLUDED[place]
]
#: What the forms call a field, where that is not its own name; ``-1``: of the first of a group.
INPUTS = {
    "email_key": ("email", "email-1"),
    "organisation_text": ("organisation",),
    "wants_welsh_at_event": ("wants_welsh", "welsh-1"),
}
#: What must be filled in.
ANSWERS = {
    "name": "Siân",
    "mail_locale": "both",
    "wants_welsh": "no",
    "size": "2",
    "name-1": "Alys",
    "name-2": "Bryn",
}


@dataclass
class World:
    """A session of an event, and somebody who is registered for it."""

    tree: Callable[[], Tree]
    session: EventSession
    row: Registration
    staff: Client

    @cached_property
    def page(self) -> EventPage:
        """The event's page, for those who need one."""
        return factories.event_pages(factories.event_index(self.tree()), self.session.event)[0]

    def urls(self, *routes: str) -> list[str]:
        return [self.page.sub_url(route, session_id=self.session.pk) for route in routes]

    def registrant(self) -> Client:
        """Has opened the link of the e-mail."""
        client = Client()
        client.get(f"/en/bookings/{services.link_token(self.row)}/")
        return client

    def keep(self, field: Field, value: Any) -> None:
        """Write the value past every form and service."""
        change = {field.name: value}
        if field.model is RegistrationNeeds:
            RegistrationNeeds.objects.update_or_create(registration=self.row, defaults=change)
        else:
            Registration.objects.filter(pk=self.row.pk).update(**change)
        self.row.refresh_from_db()


@pytest.fixture
def world(request, db) -> World:
    staff = Client()
    staff.force_login(factories.administrator())
    session = factories.session(capacity=None)
    tree = partial(request.getfixturevalue, "site_tree")
    return World(tree, session, registration(session), staff)


def two_values(field: Field) -> tuple[Any, Any]:
    """Two valid values; a box is ticked first."""
    if isinstance(field, models.ForeignKey):
        make = SAMPLES[field.related_model]
        return make(), make()
    if field.choices:
        return tuple(value for value, _label in field.choices[:2])
    if isinstance(field, models.BooleanField):
        return True, False
    if isinstance(field, models.DateTimeField):
        return factories.in_days(-3), factories.in_days(-1)
    if field.name == "email_key":
        return "first@example.org", "second@example.org"
    return f"First {field.name}"[: field.max_length], f"Second {field.name}"[: field.max_length]


def _role() -> AudienceRole:
    n = next_number()
    return AudienceRole.objects.create(slug=f"role-{n}", name_en=f"Role {n}", name_cy=f"Rôl {n}")


SAMPLES: dict[type, Callable[[], Any]] = {
    EventSession: lambda: factories.session(capacity=None),
    Organisation: lambda: factories.organisation(name_en=f"Office {next_number()}"),
    AudienceRole: _role,
}


def typed(field: Field, value: Any) -> dict[str, str]:
    """What a browser would send for the value, under each name that the field may have."""
    names = INPUTS.get(field.name, (field.name, f"{field.name}-1"))
    if isinstance(value, Organisation):
        value = value.name_en
    if isinstance(value, AudienceRole):
        value = value.slug
    answers = {name: "on" if value is True else str(value) for name in names if value is not False}
    if "wants_welsh" in names:
        answers["wants_welsh"] = "yes" if value else "no"
    return answers


class Form:
    """One page of a form, and what it asks."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        page = client.get(url).content.decode()
        self.asked = re.findall(r'<(?:input|select|textarea)\b[^>]*? name="([\w-]+)"', page)
        self.hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def send(self, answers: dict[str, str]) -> None:
        """Fill in what the page asks, and nothing that it does not ask."""
        given = {name: answers[name] for name in self.asked if name in answers}
        answer = self.client.post(self.url, self.hidden | given)
        assert answer.status_code == 302, main_of(answer.content.decode())


def main_of(page: str) -> str:
    """The page between its header and footer, without what differs each time."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="\w+"', "", main)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main_of(page))).split())


def stored(row: Registration, field: Field) -> Any:
    """The value as the database has it; None where no needs are kept."""
    rows = field.model.objects
    if field.model is Registration:
        return getattr(rows.get(pk=row.pk), field.name)
    needs = rows.filter(registration=row).first()
    return getattr(needs, field.name) if needs else None


def is_kept(row: Registration, field: Field, value: Any) -> bool:
    # Where nothing is needed, nothing is written.
    return (stored(row, field) or False) == (value or False)


# Where it is asked --------------------------------------------------------------------------------


QUESTIONS = ("register", "register_language", "register_needs")


def filled_in(world: World, field: Field, urls: list[str]) -> Iterator[tuple[Client, Any]]:
    """Fill in the pages of a form with each value; other people each time."""
    client = Client()
    forms: list[Form] = []
    for value in two_values(field):
        emails = ("email", "email-1", "email-2")
        others = {name: f"{next_number()}@example.org" for name in emails}
        for number, url in enumerate(urls):
            forms += [Form(client, url)] if number == len(forms) else []
            forms[number].send(ANSWERS | others | typed(field, value))
        yield client, value


def form(world: World, field: Field) -> None:
    *questions, check = world.urls(*QUESTIONS, "register_check")
    for client, value in filled_in(world, field, questions):
        Form(client, check).send({})
        assert is_kept(Registration.objects.latest("pk"), field, value)


def group_form(world: World, field: Field) -> None:
    *questions, check = world.urls(*(f"register_group{step}" for step in ("", "_people", "_check")))
    for client, value in filled_in(world, field, questions):
        Form(client, check).send({})
        members = GroupBooking.objects.latest("pk").members.exclude(name=ANSWERS["name-2"])
        assert is_kept(members.get(), field, value)


def check_page(world: World, field: Field) -> None:
    pages = []
    *questions, check = world.urls(*QUESTIONS, "register_check")
    for client, _value in filled_in(world, field, questions):
        text = text_of(client.get(check).content.decode())
        pages.append(text if field.name == "email_key" else re.sub(r"\S+@\S+", "", text))
    assert pages[0] != pages[1]


def change_page(world: World, field: Field) -> None:
    url, pages = "/en/bookings/details/", []
    client = world.registrant()
    page = Form(client, url)
    for value in two_values(field):
        page.send(ANSWERS | typed(field, value))
        assert is_kept(world.row, field, value)
        pages.append(main_of(client.get(url).content.decode()))
    assert pages[0] != pages[1]


# Where it is shown --------------------------------------------------------------------------------


def shows(world: World, field: Field, read: Callable[[], list[Any]]) -> None:
    """Each of the things that are read differs with the value."""
    seen = []
    for value in two_values(field):
        world.keep(field, value)
        seen.append(read())
    assert [first == second for first, second in zip(*seen, strict=True)] == [False] * len(seen[0])


def own_data(world: World, field: Field) -> None:
    section = "registrations" if field.model is Registration else "needs"

    def read() -> list[Any]:
        client = world.registrant()
        page = client.get("/en/bookings/your-data/").content.decode()
        file = json.loads(client.get("/en/bookings/your-data/file/").content)
        return [page.partition(f'id="held-{section}"')[2].partition("</section>")[0], file[section]]

    shows(world, field, read)


def staff_page(world: World, field: Field) -> None:
    url = reverse("wagtailsnippets_registration_registration:inspect", args=[world.row.pk])
    shows(world, field, lambda: [text_of(world.staff.get(url).content.decode())])


def export(world: World, field: Field) -> None:
    url = reverse("wagtailsnippets_registration_registration:list")

    def read() -> list[Any]:
        csv, xlsx = (
            b"".join(world.staff.get(url, {"export": kind}).streaming_content)
            for kind in ("csv", "xlsx")
        )
        sheet = load_workbook(BytesIO(xlsx)).active
        return [csv, [[cell.value for cell in row] for row in sheet.rows]]

    shows(world, field, read)


def printed(world: World, field: Field) -> None:
    """On one of the papers; needs, which are counted without a name, at the check-in as well."""

    def read() -> list[Any]:
        names = ("session-badges", "session-sign-in", "session-needs")
        if field.model is RegistrationNeeds:
            names = ("session-needs", "registration-check-in")
        urls = (reverse(name, args=[world.row.session_id]) for name in names)
        pages = [text_of(world.staff.get(url).content.decode()) for url in urls]
        return pages if field.model is RegistrationNeeds else [pages]

    shows(world, field, read)


# Where it is removed ------------------------------------------------------------------------------


def erasure(world: World, field: Field) -> None:
    """By the command and by the clock."""
    value, _other = two_values(field)
    world.keep(field, value)
    call_command("erase_person", world.row.person.email_key, stdout=StringIO())
    assert stored(world.row, field) != value
    world.row = registration(world.session)
    world.keep(field, value)
    ended = timezone.now() - timedelta(days=3000)
    EventSession.objects.update(starts_at=ended, ends_at=ended + timedelta(hours=1))
    retention.purge()
    assert stored(world.row, field) != value


PROBES = {
    Place.FORM: form,
    Place.GROUP_FORM: group_form,
    Place.CHECK_PAGE: check_page,
    Place.CHANGE_PAGE: change_page,
    Place.OWN_DATA: own_data,
    Place.STAFF_PAGE: staff_page,
    Place.EXPORT: export,
    Place.ERASURE: erasure,
    Place.PRINT: printed,
}


@pytest.mark.parametrize(("place", "field"), CELLS)
def test_every_field_is_there_or_excluded_by_name(world, place, field):
    PROBES[place](world, field)


def test_every_exclusion_says_why():
    assert [place for place in Place if not all(EXCLUDED[place].values())] == []


class TestChecksAtTheStart:
    @pytest.mark.parametrize("name", ["needs__hering_loop", "nmae"])
    def test_an_unknown_name_stops_it_and_is_named(self, monkeypatch, name):
        monkeypatch.setitem(EXCLUDED[Place.EXPORT], name, "a slip")
        with pytest.raises(SystemCheckError, match=rf"export names '{name}'[\s\S]*") as stopped:
            call_command("demo", no_serve=True, skip_checks=False)
        assert "registration.E001" in str(stopped.value)

    def test_an_input_that_lacks_a_field_stops_it_and_is_named(self, monkeypatch):
        monkeypatch.setattr(checks, "Needs", make_dataclass("Needs", ["access", "bsl", "x"]))
        with pytest.raises(SystemCheckError) as stopped:
            call_command("check")
        for line in (
            "(registration.E002) Needs lacks the field 'dietary'",
            "(registration.E002) Needs lacks the field 'translation'",
            "(registration.E002) Needs has the field 'x'",
        ):
            assert line in str(stopped.value)
