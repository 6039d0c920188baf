"""What the last step of a registration costs, and what it does when there is no short way."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
    "INSERT core_auditentry",
    "INSERT core_outboxmessage",
    "UPDATE events_eventsession",
    "commit",
    "UPDATE django_session",
]


def kind(sql: str) -> str:
    """A statement in two words; a test's own transaction makes savepoints of transactions."""
    words = sql.replace('"', " ").split()
    if words[0] in ("SAVEPOINT", "BEGIN"):
        return "begin"
    if words[0] in ("RELEASE", "COMMIT"):
        return "commit"
    # SELECT "table"."column", INSERT [OR IGNORE] INTO "table", UPDATE "table"
    return f"{words[0]} {words[words.index('INTO') + 1 if words[0] == 'INSERT' else 1]}"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_last_post_takes_ten_statements_and_the_claim_is_last(pages, session, language):
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
