"""The last step of a registration, and who is refused it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.models import EventSession
from events.registration import services
from events.registration.models import GroupBooking, Registration
from gpx_site.core.models import Person
from gpx_site.outbox.models import OutboxMessage
from tests import factories
from tests.events.registration.visitor import GroupVisitor, Visitor
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db


def ready_to_send(visitor: Visitor) -> dict[str, str]:
    """Fill in the form; return the hidden fields of its last page."""
    visitor.fill_in()
    return visitor.hidden(visitor.get("check").content.decode())


def last_post(pages, session) -> list[str]:
    """The statements of the last POST of a newcomer."""
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.client.post(visitor.urls["check"], hidden)
    assert (answer.status_code, answer.url) == (302, visitor.urls["done"])
    assert answer["Cache-Control"].startswith("max-age=0")
    assert answer["X-Robots-Tag"] == "noindex"
    return [query["sql"] for query in captured.captured_queries]


def test_the_last_post_costs_the_same_however_many_have_registered(pages, session):
    EventSession.objects.update(capacity=None)
    few = last_post(pages, session)
    for _ in range(20):
        services.book(session_id=session.pk, details=details())
    Registration.objects.filter(email_key="sian@example.org").delete()
    assert len(last_post(pages, session)) == len(few)


@pytest.mark.parametrize("step", ["details", "check"])
def test_who_never_saw_the_confirmation_begins_anew(pages, session, step):
    """What was sent is not the answers of the next person in the same browser."""
    visitor = Visitor(pages, session)
    visitor.register(email="first@example.org")
    other = Visitor(pages, factories.session(event=session.event, capacity=5))
    other.client = visitor.client
    assert "first@example.org" not in other.client.get(other.urls[step], follow=True).text
    other.register(name="Second", email="second@example.org")
    assert set(Registration.objects.values_list("email_key", "session_id")) == {
        ("first@example.org", session.pk),
        ("second@example.org", session.pk + 1),
    }


@pytest.mark.parametrize("change", ["cancelled", "offered"])
def test_what_happens_before_the_confirmation_is_read(pages, session, change):
    visitor = Visitor(pages, session)
    if change == "offered":
        type(session).objects.update(capacity=0)
    visitor.register()
    row = Registration.objects.get()
    if change == "cancelled":
        services.cancel(registration_id=row.pk)
        assert visitor.get("done").url == pages["en"].url
    else:
        type(session).objects.update(capacity=1)
        assert services.promote_waiting(session_id=session.pk) == 1
        row.refresh_from_db()
        assert row.state == "offered"
        assert "You are on the waiting list" in visitor.get("done").text


def test_a_post_whose_answer_was_lost_may_be_sent_again(pages, session):
    """By then it may have taken the last place, or be offered one."""
    EventSession.objects.update(capacity=1, waiting_list=False)
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    booked = services.book(
        session_id=session.pk, details=details(), idempotency_key=hidden["key"]
    ).registration
    assert visitor.client.post(visitor.urls["check"], hidden).url == visitor.urls["done"]
    assert booked.reference in visitor.get("done").text
    assert Registration.objects.get() == booked


def test_a_place_that_is_offered_before_it_is_sent_again(pages, session):
    EventSession.objects.update(capacity=0)
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    services.book(session_id=session.pk, details=details(), idempotency_key=hidden["key"])
    EventSession.objects.update(capacity=1)
    assert services.promote_waiting(session_id=session.pk) == 1
    assert visitor.client.post(visitor.urls["check"], hidden).url == visitor.urls["done"]
    assert "You are on the waiting list" in visitor.get("done").text


def test_answers_that_were_sent_for_one_session_may_be_sent_for_another(pages, session):
    other = factories.session(event=session.event, starts_at=factories.in_days(30))
    visitor, elsewhere = Visitor(pages, session), Visitor(pages, other)
    key = ready_to_send(visitor)["key"]
    services.book(session_id=session.pk, details=details(), idempotency_key=key)
    elsewhere.client = visitor.client
    assert elsewhere.post("check").url == elsewhere.urls["done"]
    assert Registration.objects.values_list("session").distinct().count() == 2


@pytest.mark.parametrize("where", ["page", "section"])
@pytest.mark.parametrize("kind", ["login", "password"])
@pytest.mark.parametrize("group", [False, True])
def test_a_restricted_page_refuses_its_form(pages, session, where, kind, group):
    """Each page of the form, and what is posted to it by somebody who began before."""
    page = pages["en"]
    visitor = GroupVisitor(pages, session) if group else Visitor(pages, session)
    hidden = ready_to_send(visitor)
    PageViewRestriction.objects.create(
        page=page if where == "page" else page.get_parent(),
        restriction_type=kind,
        password="let me in",
    )
    cache.clear()
    answers = [visitor.get(url) for url in visitor.urls.values()]
    answers.append(visitor.client.post(visitor.urls["check"], hidden))
    for answer in answers:
        if kind == "login":
            assert answer.status_code == 302
            assert answer.url.startswith("/en/_util/login/?next=")
        else:
            assert answer.status_code == 200
            assert 'name="password"' in answer.text
            assert 'name="name"' not in answer.text
    for rows in (Registration, GroupBooking, Person):
        assert not rows.objects.exists()
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_who_is_known_keeps_name_and_changes_language(pages, session):
    known = factories.person("sian@example.org", name="Siân", language="en")
    Visitor(pages, session).register(mail_locale="cy")
    known.refresh_from_db()
    assert (known.name, known.language) == ("Siân", "cy")
    assert Person.objects.count() == 1
    assert Registration.objects.get().person == known


def test_the_page_must_be_there(pages, session):
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    pages["en"].unpublish()
    cache.clear()
    assert visitor.client.post(visitor.urls["check"], hidden).status_code == 404
    assert not Registration.objects.exists()


def test_another_sessions_page_answers_as_before(pages, session):
    """An address whose event is another's is unknown, with a draft or without."""
    other = factories.session()
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    address = visitor.urls["check"].replace(f"/{session.pk}/", f"/{other.pk}/")
    assert visitor.client.post(address, hidden).status_code == 404
    assert not Registration.objects.exists()


def test_a_forged_post_is_refused(pages, session):
    visitor = Visitor(pages, session)
    hidden = ready_to_send(visitor)
    del hidden["csrfmiddlewaretoken"]
    assert visitor.client.post(visitor.urls["check"], hidden).status_code == 403
    assert not Registration.objects.exists()
