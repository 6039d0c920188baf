"""Writing to many: in both languages, looked at first, sent once, one letter each."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.registration import services
from events.registration.models import RegistrationMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

WORDS = {
    "subject_en": "Bring a pen",
    "subject_cy": "Dewch â beiro",
    "body_en": "There will be writing.",
    "body_cy": "Bydd ysgrifennu.",
}


def url(query: str = "") -> str:
    return reverse("registration-message") + query


def preview(client, query: str = "", **fields):
    key = client.get(url(query)).context["form"].initial["key"]
    return client.post(url(query), WORDS | {"key": key, "do": "preview"} | fields)


def send(client, page, query: str = "", **fields):
    key = page.context["form"].cleaned_data["key"]
    given = WORDS | {"key": key, "do": "send", "seen": page.context["seen"]}
    return client.post(url(query), given | fields)


@pytest.fixture
def three(drain):
    session = factories.session()
    rows = [registration(session, mail_locale=each) for each in ("en", "cy", "both")]
    drain()
    mail.outbox.clear()
    return rows


class TestSend:
    def test_each_in_their_language_and_alone(self, client, staff, drain, three):
        page = preview(client)
        assert not RegistrationMessage.objects.exists()
        response = send(client, page)
        assert response.status_code == 302
        drain()
        letters = {each.to[0]: each for each in mail.outbox}
        assert len(mail.outbox) == len(letters) == 3
        assert not [each for each in mail.outbox if each.bcc or each.cc or len(each.to) > 1]
        english, welsh, both = (letters[row.email_key] for row in three)
        assert (english.subject, welsh.subject) == ("Bring a pen", "Dewch â beiro")
        assert both.subject == "Dewch â beiro / Bring a pen"
        assert both.body.index("Bydd ysgrifennu.") < both.body.index("There will be writing.")
        assert "Bydd ysgrifennu." not in english.body
        assert "There will be writing." not in welsh.body
        entry = AuditEntry.objects.get(action="message.sent")
        assert (entry.actor, entry.detail) == (staff, {"recipients": 3})

    def test_a_double_submit_sends_once(self, client, drain, three):
        page = preview(client)
        for _ in range(2):
            assert send(client, page).status_code == 302
        drain()
        assert (RegistrationMessage.objects.count(), len(mail.outbox)) == (1, 3)

    def test_one_letter_to_somebody_registered_twice(self, client, drain, three):
        again = services.book(
            session_id=factories.session().pk,
            details=details(email=three[0].email_key, mail_locale="cy"),
            source="staff",
        ).registration
        drain()
        mail.outbox.clear()
        send(client, preview(client))
        drain()
        letters = [each for each in mail.outbox if each.to == [three[0].email_key]]
        assert [each.subject for each in letters] == ["Dewch â beiro"]  # by the newest
        assert again.reference in letters[0].body

    def test_only_to_whom_the_list_shows(self, client, drain, three):
        query = "?mail_locale=cy"
        page = preview(client, query)
        assert [number for _language, number in page.context["languages"]] == [1, 0, 0]
        send(client, page, query)
        drain()
        assert [each.to for each in mail.outbox] == [[three[1].email_key]]

    def test_who_has_cancelled_is_left_out_unless_asked_for(self, client, three):
        services.cancel(registration_id=three[0].pk)
        assert client.get(url()).context["total"] == 2
        assert client.get(url("?state=cancelled_by_attendee")).context["total"] == 1

    def test_what_was_not_looked_at_is_not_sent(self, client, drain, three):
        page = preview(client)
        changed = send(client, page, body_en="Something else")
        assert changed.status_code == 200
        assert "Something else" in changed.content.decode()
        registration(factories.session())
        assert send(client, page).status_code == 200
        assert not RegistrationMessage.objects.exists()

    def test_nobody_is_said_in_words(self, client):
        assert "There is nobody to write to" in client.get(url()).content.decode()
        client.post(url(), WORDS | {"key": "0" * 32, "do": "send"})
        assert not RegistrationMessage.objects.exists()


class TestPreview:
    def test_as_each_reads_it(self, client, three):
        page = preview(client)
        shown = {each["language"]: each["email"] for each in page.context["previews"]}
        assert shown["cy"].subject == "Dewch â beiro"
        assert shown["en"].subject == "Bring a pen"
        assert shown["both"].subject == "Dewch â beiro / Bring a pen"
        assert f"Annwyl {three[1].name}," in shown["cy"].body
        assert "Send to 3 people" in page.content.decode()

    @pytest.mark.parametrize("name", sorted(WORDS))
    def test_both_languages_are_required(self, client, three, name):
        page = preview(client, **{name: " "})
        assert page.context["form"].errors.keys() == {name}
        assert f'<a href="#id_{name}">' in page.content.decode()

    def test_a_subject_is_one_line(self, client, three):
        page = preview(client, subject_en="Hello\r\nBcc: a@example.org")
        assert page.context["form"].errors.keys() == {"subject_en"}

    def test_markup_is_shown_as_it_is(self, client, three):
        page = preview(client, body_en="<script>alert(1)</script>").content.decode()
        assert "<script>alert(1)" not in page


def test_costs_the_same_for_10_and_100_rows(client):
    costs = []
    for number in (10, 10, 100):
        session = factories.session(capacity=None)
        for _ in range(number):
            registration(session)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(f"?session={session.pk}")).context["total"] == number
        costs.append(len(queries))
    assert costs[1] == costs[2]


@pytest.mark.parametrize(
    ("group", "status"), [("Events managers", 200), ("Evaluators", 403), ("Editors", 403)]
)
def test_who_may(client, as_group, three, group, status):
    as_group(group)
    assert client.get(url()).status_code == status
    client.post(url(), WORDS | {"key": "0" * 32, "do": "send"})
    assert not RegistrationMessage.objects.exists()
