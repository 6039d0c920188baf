"""What the last step of a registration costs, and what it does when there is no short way."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.registration import services
from events.registration.models import Registration
from gpx_site.core.models import Person
from tests import factories
from tests.events.registration.visitor import Visitor

pytestmark = pytest.mark.django_db
STATEMENTS = [
    "SELECT events_eventsession",
    "SELECT django_session",
    "begin",
    "INSERT core_person",
    "INSERT registration_registration",
    "INSERT privacy_auditentry",
    "INSERT outbox_outboxmessage",
    "UPDATE events_eventsession",
    "commit",
]


def kind(sql: str) -> str:
    """A statement in two words; a test's own transaction makes savepoints of transactions."""
    words = sql.replace('"', " ").split()
    if words[0] in ("SAVEPOINT", "BEGIN"):
        return "begin"
    if words[0] in ("RELEASE", "COMMIT"):
        return "commit"
    # SELECT ... FROM "table" (a subquery comes before), INSERT [OR IGNORE] INTO "table", UPDATE
    before = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE"}[words[0]]
    return f"{words[0]} {words[len(words) - words[::-1].index(before)]}"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_last_post_takes_nine_statements_and_the_claim_is_last(pages, session, language):
    """The claim is the last statement of its transaction, so that it holds the row briefly."""
    visitor = Visitor(pages, session, language)
    visitor.fill_in(access="", translation="", organisation="")
    page = visitor.get("check").content.decode()
    hidden = visitor.hidden(page)
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.client.post(visitor.urls["check"], hidden)
    assert (answer.status_code, answer.url) == (302, visitor.urls["done"])
    assert [kind(query["sql"]) for query in captured.captured_queries] == STATEMENTS
    assert answer["Cache-Control"].startswith("max-age=0")
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("next_step", ["details", "check"])
def test_who_never_saw_the_confirmation_begins_anew(pages, session, next_step):
    """What was sent is not the answers of the next person in the same browser."""
    visitor = Visitor(pages, session)
    visitor.register(email="first@example.org")
    other = Visitor(pages, factories.session(event=session.event, capacity=5))
    other.client = visitor.client
    assert "first@example.org" not in other.client.get(other.urls[next_step], follow=True).text
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


def test_who_is_known_keeps_name_and_changes_language(pages, session):
    known = factories.person("sian@example.org", name="Siân", language="en")
    Visitor(pages, session).register(mail_locale="cy")
    known.refresh_from_db()
    assert (known.name, known.language) == ("Siân", "cy")
    assert Person.objects.count() == 1
    assert Registration.objects.get().person == known


def test_the_page_must_be_there(pages, session):
    visitor = Visitor(pages, session)
    visitor.fill_in()
    hidden = visitor.hidden(visitor.get("check").content.decode())
    pages["en"].unpublish()
    cache.clear()
    assert visitor.client.post(visitor.urls["check"], hidden).status_code == 404
    assert not Registration.objects.exists()


def test_another_sessions_page_answers_as_before(pages, session):
    """An address whose event is another's is unknown, with a draft or without."""
    other = factories.session()
    visitor = Visitor(pages, session)
    visitor.fill_in()
    hidden = visitor.hidden(visitor.get("check").content.decode())
    address = visitor.urls["check"].replace(f"/{session.pk}/", f"/{other.pk}/")
    assert visitor.client.post(address, hidden).status_code == 404
    assert not Registration.objects.exists()


def test_a_forged_post_is_refused(pages, session):
    visitor = Visitor(pages, session)
    visitor.fill_in()
    hidden = visitor.hidden(visitor.get("check").content.decode())
    del hidden["csrfmiddlewaretoken"]
    assert visitor.client.post(visitor.urls["check"], hidden).status_code == 403
    assert not Registration.objects.exists()
