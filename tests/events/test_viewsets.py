"""The staff admin's own menu."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.users.models import UserProfile

from blog.models import Series
from events.models import AudienceRole, Event, EventSession, Venue
from gpx_site.core.models import Contributor, Organisation, Person, Topic
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.pages import count_queries

pytestmark = pytest.mark.django_db
SNIPPETS = [Event, EventSession, Venue, AudienceRole, Contributor, Organisation, Person, Topic]


@pytest.fixture
def staff(client):
    client.force_login(factories.administrator())
    return client


def address(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def rows():
    """One of everything that staff keep."""
    session = factories.session()
    role = AudienceRole.objects.create(slug="budget", name_en="Budget holders", name_cy="Deiliaid")
    return [
        session.event,
        session,
        session.venue,
        role,
        factories.contributor(),
        factories.organisation(),
        factories.person(),
        factories.topic(),
    ]


@pytest.mark.parametrize("model", [*SNIPPETS, Series])
def test_every_list_and_form_opens(staff, model):
    rows()
    assert staff.get(address(model, "list")).status_code == 200
    assert staff.get(address(model, "add")).status_code == 200


def test_every_row_can_be_edited(staff):
    for row in rows():
        assert staff.get(address(type(row), "edit", row.pk)).status_code == 200


def test_the_menu_is_one_menu_in_order(staff):
    request = staff.get(reverse("wagtailadmin_home")).wsgi_request
    shown = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    labels = [str(item.label) for item in shown]
    ours = [
        "Events",
        "Registrations",
        "Feedback",
        "Evaluation",
        "Series of posts",
        "Resources",
        "People",
        "Organisations",
        "Topics",
    ]
    assert [label for label in labels if label in ours] == ours
    assert "Snippets" not in labels


def test_an_event_is_made_with_its_roles(staff):
    person, topic = factories.contributor(), factories.topic()
    role = AudienceRole.objects.create(slug="budget", name_en="Budget holders", name_cy="Deiliaid")
    formset = "roles"
    response = staff.post(
        address(Event, "add"),
        {
            "title_en": "Thinking long term",
            "title_cy": "Meddwl yn hirdymor",
            "slug": "long-term",
            "kind": "seminar",
            "registrations_kept": 730,
            "topics": [topic.pk],
            "audience": [role.pk],
            f"{formset}-TOTAL_FORMS": 1,
            f"{formset}-INITIAL_FORMS": 0,
            f"{formset}-MIN_NUM_FORMS": 0,
            f"{formset}-MAX_NUM_FORMS": 1000,
            f"{formset}-0-part": "speaker",
            f"{formset}-0-ORDER": 1,
            f"{formset}-0-contributor": person.pk,
            f"{formset}-0-organisation": "",
            "photographs-TOTAL_FORMS": 0,
            "photographs-INITIAL_FORMS": 0,
            "registration_questions-TOTAL_FORMS": 0,
            "registration_questions-INITIAL_FORMS": 0,
        },
    )
    assert response.status_code == 302
    event = Event.objects.get(slug="long-term")
    assert [(role.part, role.contributor) for role in event.roles.all()] == [("speaker", person)]
    assert (list(event.topics.all()), list(event.audience.all())) == ([topic], [role])


@pytest.mark.parametrize(
    ("language", "named"), [("en", ["Digital", "Risk"]), ("cy", ["Digidol", "Risg"])]
)
@pytest.mark.parametrize("of", ["event", "post"])
def test_topics_are_ticked_by_their_names_in_the_language_of_staff(
    staff, site_tree, language, named, of
):
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    digital = factories.topic(name="Digital", name_cy="Digidol")
    risk = factories.topic(name="Risk", name_cy="Risg")
    if of == "post":
        thing, _twin = posts(blog_index(site_tree), topics=[risk])
        url = reverse("wagtailadmin_pages:edit", args=[thing.pk])
    else:
        thing = factories.event()
        thing.topics.add(risk)
        url = address(Event, "edit", thing.pk)
    shown = BeautifulSoup(staff.get(url).content, "html.parser").select("[name=topics]")
    assert [(box["type"], box["value"], box.has_attr("checked")) for box in shown] == [
        ("checkbox", str(digital.pk), False),
        ("checkbox", str(risk.pk), True),
    ]
    assert [box.find_parent("label").get_text(strip=True) for box in shown] == named


def test_an_organisation_is_made_with_its_other_names(staff):
    response = staff.post(
        address(Organisation, "add"),
        {
            "name_en": "Audit Wales",
            "name_cy": "Archwilio Cymru",
            "slug": "audit-wales",
            "sector": "audit",
            "aliases-TOTAL_FORMS": 1,
            "aliases-INITIAL_FORMS": 0,
            "aliases-MIN_NUM_FORMS": 0,
            "aliases-MAX_NUM_FORMS": 1000,
            "aliases-0-name": "The Audit Office",
        },
    )
    assert response.status_code == 302
    made = Organisation.objects.get(slug="audit-wales")
    assert [alias.name_key for alias in made.aliases.all()] == ["the audit office"]


def test_a_session_is_edited_without_touching_its_counters(staff):
    session = factories.session(capacity=5)
    EventSession.objects.filter(pk=session.pk).update(places_taken=3, queue_len=0)
    edit = address(EventSession, "edit", session.pk)
    values = staff.get(edit).context["form"].initial
    data = {name: "" if value is None else value for name, value in values.items()}
    data |= {
        "starts_at": session.starts_at.strftime("%Y-%m-%d %H:%M"),
        "ends_at": session.ends_at.strftime("%Y-%m-%d %H:%M"),
        "capacity": 8,
        "places_taken": 99,
        "queue_len": 99,
        "waiting_list": "on",
        "opens_at": "",
        "closes_at": "",
        "translation_provided": "",
        "bsl_provided": "",
        "captions_provided": "",
    }
    assert staff.post(edit, data).status_code == 302
    session.refresh_from_db()
    assert (session.capacity, session.places_taken, session.queue_len) == (8, 3, 0)


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Event, factories.event),
        (EventSession, factories.session),
        (Organisation, factories.organisation),
        (Contributor, lambda: factories.contributor(organisation=factories.organisation())),
        (Person, lambda: factories.person(organisation=factories.organisation())),
    ],
)
def test_lists_take_as_many_queries_for_a_hundred_rows(staff, model, make):
    for _ in range(10):
        make()
    ten = count_queries(staff, address(model, "list"))
    for _ in range(90):
        make()
    assert count_queries(staff, address(model, "list")) == ten
