"""News of events by e-mail: asked for twice, sent once, left in one click."""

import re
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from events.announcements import services, tasks
from events.announcements.kit import code_of, kits_of
from events.announcements.models import Announcement, Request, Subscriber
from events.models import AudienceRole, Event, EventSession
from gpx_site.privacy.erasure import erase_person
from gpx_site.privacy.models import AuditEntry
from gpx_site.privacy.subject_access import as_data, export_sections
from tests import factories
from tests.events.registration.test_commands import every_text

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_announcements_announcement:"
LINK = re.compile(r"http://[^/\s]+(/(?:en|cy)/\S+)")
ASK = {"en": "/en/email-news/", "cy": "/cy/newyddion-e-bost/"}


def role() -> AudienceRole:
    number = AudienceRole.objects.count()
    return AudienceRole.objects.create(
        slug=f"role-{number}", name_en=f"Role {number}", name_cy=f"Rôl {number}"
    )


@pytest.fixture
def event(site_tree) -> Event:
    """To come in a week, with a topic, a role and a page in each language."""
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    factories.event_pages(factories.event_index(site_tree), event)
    event.topics.add(factories.topic())
    event.audience.add(role())
    factories.session(event=event)
    return event


@pytest.fixture
def client(site_tree) -> Client:
    return Client(enforce_csrf_checks=True)


def send(client, url: str, **fields):
    page = client.get(url).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return client.post(url, {"csrfmiddlewaretoken": token} | fields)


def subscriber(email="reader@example.org", mail_locale="en", topics=(), roles=()) -> Subscriber:
    request = services.ask(email=email, mail_locale=mail_locale, topics=topics, roles=roles)
    return services.confirm(request.token)


def announcement(event: Event, kind="announcement") -> Announcement:
    return Announcement.objects.create(
        event=event,
        kind=kind,
        subject_en="Come along",
        subject_cy="Dewch draw",
        text_en="There is much to learn.",
        text_cy="Mae llawer i’w ddysgu.",
    )


def links_of(message) -> list[str]:
    return LINK.findall(message.body)


class TestAsking:
    @pytest.mark.parametrize(
        ("language", "subject", "listed"),
        [
            ("en", "Confirm that you wish to hear of our events", "You are on the list"),
            ("cy", "Cadarnhewch eich bod am glywed am ein digwyddiadau", "Rydych chi ar y rhestr"),
        ],
    )
    def test_counts_once_the_address_has_confirmed_it(
        self, client, event, drain, language, subject, listed
    ):
        answer = send(
            client,
            ASK[language],
            email="Reader@Example.org",
            mail_locale=language,
            topics=[event.topics.get().slug],
            roles=[event.audience.get().slug],
        )
        assert answer.status_code == 302
        assert client.get(answer.url).status_code == 200
        assert not Subscriber.objects.exists()
        drain()
        (message,) = mail.outbox
        assert (message.to, message.subject) == (["reader@example.org"], subject)
        (url,) = [each for each in links_of(message) if len(each) > 40]
        reader = Client(enforce_csrf_checks=True)  # another browser: that of the mailbox
        before = every_text()
        page = reader.get(url)
        assert page.status_code == 200
        assert page["Referrer-Policy"] == "no-referrer"
        assert every_text() == before
        assert listed in unescape(reader.post(url).content.decode())
        assert reader.cookies == {}
        row = Subscriber.objects.get()
        assert (row.email_key, row.mail_locale) == ("reader@example.org", language)
        assert (row.topics.get(), row.roles.get()) == (event.topics.get(), event.audience.get())
        assert not Request.objects.exists()
        assert reader.post(url).status_code == 410

    @pytest.mark.parametrize(
        ("language", "prefix"), [("en", "Error: News of events"), ("cy", "Gwall: Newyddion am")]
    )
    def test_mistakes_are_listed_and_nothing_is_lost(self, client, event, language, prefix):
        slug = event.topics.get().slug
        answer = send(client, ASK[language], email="not-one", topics=[slug])
        text = unescape(answer.content.decode())
        assert (answer.status_code, f"<title>{prefix}" in text) == (422, True)
        assert 'href="#id_email"' in text
        assert 'href="#id_mail_locale_0"' in text
        assert re.search(rf'value="{slug}"[^>]* checked', text)
        assert not Request.objects.exists()

    @pytest.mark.parametrize("email", ["a@example.org\nBcc: b@example.org", "a\x0b@example.org"])
    def test_what_would_begin_another_header_is_refused(self, client, event, email):
        assert send(client, ASK["en"], email=email, mail_locale="en").status_code == 422
        assert not Request.objects.exists()

    def test_the_answer_is_the_same_for_an_address_that_is_known(self, client, event):
        subscriber("known@example.org", topics=[event.topics.get()])
        pages = []
        for email in ("known@example.org", "new@example.org"):
            answer = send(client, ASK["en"], email=email, mail_locale="en")
            pages.append(client.get(answer.url).content)
        assert pages[0] == pages[1]
        assert Subscriber.objects.get().topics.count() == 1  # a stranger changes nothing

    def test_the_newest_confirmed_wish_replaces_the_one_before(self, event):
        first = subscriber(topics=[event.topics.get()])
        again = subscriber(mail_locale="cy")
        assert (again.pk, again.mail_locale, again.topics.count()) == (first.pk, "cy", 0)

    def test_a_robot_is_marked_and_asked_like_anybody(self, client, event):
        send(client, ASK["en"], email="a@example.org", mail_locale="en", website="x")
        assert Request.objects.get().looks_automated

    def test_one_address_is_written_to_three_times_an_hour_at_most(self, client, event):
        answers = [
            send(client, ASK["en"], email="a@example.org", mail_locale="en") for _ in range(4)
        ]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 3600
        assert 'value="a@example.org"' in answers[-1].content.decode()
        assert Request.objects.count() == 3

    def test_the_switch_of_language_keeps_what_was_typed(self, client, event):
        page = client.get(ASK["en"]).content.decode()
        assert f'formaction="{ASK["cy"]}"' in page
        answer = send(client, ASK["cy"], email="half@", switch="cy")
        assert 'value="half@"' in answer.content.decode()
        assert answer.status_code == 200

    def test_an_address_that_nobody_confirms_is_forgotten(self, event, time_machine):
        request = services.ask(email="a@example.org", mail_locale="en")
        time_machine.move_to(factories.in_days(2.9))
        tasks.forget_what_is_due()
        assert Request.objects.count() == 1
        time_machine.move_to(factories.in_days(0.2))
        with pytest.raises(services.LinkUnknown):
            services.confirm(request.token)
        tasks.forget_what_is_due()
        assert "a@example.org" not in every_text()

    def test_a_link_that_has_run_out_says_so(self, client, event):
        page = client.get("/en/email-news/confirm/not-a-link/")
        assert page.status_code == 410
        assert "This link no longer works" in page.content.decode()


class TestSending:
    def test_each_gets_one_in_their_language_with_one_click_to_leave(self, event, drain):
        mail.outbox.clear()
        subscriber("en@example.org")
        subscriber("cy@example.org", mail_locale="cy", topics=event.topics.all())
        subscriber("both@example.org", mail_locale="both", roles=event.audience.all())
        subscriber("other@example.org", topics=[factories.topic()])
        subscriber("another@example.org", roles=[role()])
        drain()
        mail.outbox.clear()
        row = announcement(event)
        assert services.send(announcement_id=row.pk) == 3
        with pytest.raises(services.SentAlready):
            services.send(announcement_id=row.pk)
        drain()
        drain()
        sent = {message.to[0]: message for message in mail.outbox}
        assert len(mail.outbox) == 3
        assert {to: message.subject for to, message in sent.items()} == {
            "en@example.org": "Come along",
            "cy@example.org": "Dewch draw",
            "both@example.org": "Dewch draw / Come along",
        }
        welsh = sent["cy@example.org"]
        assert "Mae llawer i’w ddysgu." in welsh.body
        assert event.pages.get(locale__language_code="cy").url in welsh.body
        header = welsh.extra_headers["List-Unsubscribe"]
        assert welsh.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/cy/newyddion-e-bost/gadael/" in header
        row.refresh_from_db()
        assert row.recipients == 3
        assert AuditEntry.objects.filter(action="announcement.sent").count() == 1

    def test_leaving_needs_one_post_and_no_cookie(self, event, drain, client):
        subscriber("en@example.org")
        services.send(announcement_id=announcement(event).pk)
        drain()
        header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
        url = LINK.search(header.strip("<>"))[1]
        before = every_text()
        assert "Leave the list?" in client.get(url).content.decode()
        assert every_text() == before
        answer = client.post(url, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
        assert answer.status_code == 200  # no redirect: RFC 8058
        assert client.cookies == {}
        assert not Subscriber.objects.exists()
        assert "en@example.org" not in every_text()
        for again in (client.get(url), client.post(url)):
            assert "You are not on the list" in again.content.decode()

    def test_whoever_left_meanwhile_gets_nothing(self, event, drain):
        row = subscriber()
        drain()
        services.send(announcement_id=announcement(event).pk)
        mail.outbox.clear()
        services.leave(row.token)
        drain()
        assert mail.outbox == []

    def test_before_needs_a_session_to_come_and_after_needs_none(self, event):
        before, after = announcement(event), announcement(event, "learned")
        with pytest.raises(services.NotReady):
            services.send(announcement_id=after.pk)
        EventSession.objects.update(
            starts_at=factories.in_days(-2), ends_at=factories.in_days(-1), status="completed"
        )
        with pytest.raises(services.NotReady):
            services.send(announcement_id=before.pk)
        assert services.send(announcement_id=after.pk) == 0

    def test_needs_a_page_in_both_languages(self, event):
        event.pages.filter(locale__language_code="cy").update(live=False)
        with pytest.raises(services.NotReady):
            services.send(announcement_id=announcement(event).pk)

    def test_is_of_no_use_once_the_last_session_has_begun(self, event, drain, time_machine):
        subscriber()
        drain()
        services.send(announcement_id=announcement(event).pk)
        mail.outbox.clear()
        time_machine.move_to(event.sessions.get().starts_at)
        drain()
        assert mail.outbox == []

    def test_a_line_break_in_a_subject_begins_no_header(self, event, drain):
        subscriber()
        row = announcement(event)
        Announcement.objects.update(subject_en="Come\r\nBcc: all@example.org")
        services.send(announcement_id=row.pk)
        drain()
        assert mail.outbox[-1].subject == "Come Bcc: all@example.org"


class TestPrivacy:
    def test_is_told_and_erased_with_the_person(self, event):
        person = factories.person()
        subscriber(person.email_key)
        data = as_data(export_sections(person))
        assert [each["email_key"] for each in data["subscriptions"]] == [person.email_key]
        assert erase_person(person.email_key)["subscriptions deleted"] == 1
        assert person.email_key not in every_text()


class TestStaff:
    @pytest.fixture
    def client(self, client):
        client = Client()
        client.force_login(factories.administrator())
        return client

    def test_reads_both_languages_then_sends_once(self, client, event, drain):
        subscriber()
        row = announcement(event)
        url = reverse(LIST + "send", args=[row.pk])
        assert url in client.get(reverse(LIST + "list")).content.decode()
        page = unescape(client.get(url).content.decode())
        assert "1 subscriber wishes to hear of this event." in page
        for words in ("Mae llawer i’w ddysgu.", "There is much to learn.", "I beidio â chael"):
            assert words in page
        row.refresh_from_db()
        assert row.sent_at is None
        for _ in range(2):
            assert client.post(url).status_code == 302
        drain()
        assert [each.subject for each in mail.outbox].count("Come along") == 1
        assert url not in client.get(reverse(LIST + "list")).content.decode()

    def test_what_was_sent_stays_as_it_was_read(self, client, event):
        row = announcement(event)
        services.send(announcement_id=row.pk)
        client.post(reverse(LIST + "edit", args=[row.pk]), {"subject_en": "Other"})
        row.refresh_from_db()
        assert row.subject_en == "Come along"

    def test_the_kit_has_words_a_code_and_links_in_both_languages(self, client, event):
        page = unescape(client.get(reverse("announcement-kit", args=[event.pk])).content.decode())
        for kit in kits_of(event):
            assert kit.words in page
            code = client.get(kit.code_url)
            assert code["Content-Type"] == "image/svg+xml"
            assert code.content == code_of(kit.url)
            assert kit.code_url in page
        assert [kit.words.splitlines()[0] for kit in kits_of(event)] == [
            "Risgiau a reolir yn dda",
            "Well managed risks",
        ]
        assert "mailto:?subject=Well%20managed%20risks" in page
        assert not re.search(r"<(?:script|iframe|img)[^>]*(?:linkedin|facebook|bsky)", page)

    def test_the_list_costs_the_same_for_10_and_100(self, client, site_tree, monkeypatch):
        name = "events.announcements.viewsets.AnnouncementViewSet.list_per_page"
        monkeypatch.setattr(name, 100)
        counts = []
        for number in (10, 100):
            while Announcement.objects.count() < number:
                announcement(factories.event())
            client.get(reverse(LIST + "list"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(LIST + "list"))
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_programme_leads_to_the_list(client, event):
    for language, url in ASK.items():
        page = event.pages.get(locale__language_code=language).get_parent()
        assert f'href="{url}"' in client.get(page.url).content.decode()
        with override(language):
            assert reverse("news") == url
