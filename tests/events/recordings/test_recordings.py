"""A recording is shown, and told of, once it can be read in both languages."""

import re
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import EventSession, Recording
from events.registration import services
from events.registration.tasks import write_by_the_clock
from gpx_site.outbox import services as outbox
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db

WEBM = b"\x1a\x45\xdf\xa3" + bytes(range(200))
VTT = {
    "en": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Siân>Welcome, all\n",
    "cy": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Siân>Croeso i bawb\n",
}
LIST = "wagtailsnippets_events_recording:"


@pytest.fixture
def pages(site_tree):
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    return dict(
        zip(
            ("en", "cy"),
            factories.event_pages(factories.event_index(site_tree), event),
            strict=True,
        )
    )


@pytest.fixture
def session(pages) -> EventSession:
    """Was held yesterday; one came, one did not."""
    session = factories.session(event=pages["en"].event, capacity=None)
    came = registration(session, email="came@example.org", mail_locale="cy")
    registration(session, email="stayed@example.org")
    services.check_in(registration_id=came.pk)
    ended = {"starts_at": factories.in_days(-1.1), "ends_at": factories.in_days(-1)}
    EventSession.objects.filter(pk=session.pk).update(**ended, status="completed")
    return EventSession.objects.get(pk=session.pk)


def recording(session: EventSession, **fields) -> Recording:
    """With both subtitles and a file, unless ``fields`` says otherwise."""
    number = Recording.objects.count()
    defaults = {
        "title_en": f"Recording {number}",
        "title_cy": f"Recordiad {number}",
        "minutes": 1,
        "subtitles_en": VTT["en"],
        "subtitles_cy": VTT["cy"],
    }
    row = Recording(session=session, **defaults | fields)
    if not row.address:
        row.file.save("talk.webm", ContentFile(WEBM), save=False)
    row.save()
    return row


def page_of(client, page) -> str:
    return unescape(client.get(page.url).content.decode())


class TestShown:
    def test_not_before_both_subtitles_are_there(self, client, pages, session):
        row = recording(session, subtitles_cy="")
        video, track = (
            reverse("recording-video", args=[row.pk]),
            reverse("recording-subtitles", args=[row.pk, "en"]),
        )
        assert "Recording 0" not in page_of(client, pages["en"])
        assert [client.get(url).status_code for url in (video, track)] == [404, 404]
        Recording.objects.update(subtitles_cy=VTT["cy"])
        assert "Recording 0" in page_of(client, pages["en"])
        assert [client.get(url).status_code for url in (video, track)] == [200, 200]

    @pytest.mark.parametrize(
        ("language", "title", "words", "tracks"),
        [
            ("en", "Recording 0", "Siân: Welcome, all", ["en", "cy"]),
            ("cy", "Recordiad 0", "Siân: Croeso i bawb", ["cy", "en"]),
        ],
    )
    def test_with_the_readers_language_first(
        self, client, pages, session, language, title, words, tracks
    ):
        row = recording(session)
        page = page_of(client, pages[language])
        assert f'aria-label="{title}"' in page
        assert words in page
        found = re.findall(r'<track [^>]*srclang="(\w+)"[^>]*?( default)?>', page)
        assert found == [(tracks[0], " default"), (tracks[1], "")]
        track = client.get(f"/recordings/{row.pk}/{language}.vtt")
        assert track["Content-Type"] == "text/vtt; charset=utf-8"
        assert track.content.decode() == VTT[language]

    def test_a_given_transcript_goes_before_the_subtitles(self, client, pages, session):
        recording(session, transcript_en="First.\n\nSecond.")
        page = page_of(client, pages["en"])
        assert '<p class="govuk-body">Second.</p>' in page
        assert "Siân: Welcome" not in page

    def test_another_sites_player_loads_on_a_click_only(self, client, pages, session):
        recording(session, address="https://www.youtube.com/watch?v=abcdefghijk")
        response = client.get(pages["en"].url)
        page = unescape(response.content.decode())
        assert 'data-video="https://www.youtube-nocookie.com/embed/abcdefghijk?' in page
        assert "<iframe" not in page
        assert "js/video.js" in page
        policy = response["Content-Security-Policy"]
        assert "frame-src https://www.youtube-nocookie.com" in policy

    def test_nothing_of_a_session_to_come(self, client, pages, session):
        recording(factories.session(event=session.event))
        assert "Recording 0" not in page_of(client, pages["en"])

    def test_costs_the_same_for_10_and_100(self, client, pages, session):
        def count() -> int:
            client.get(pages["en"].url)
            with CaptureQueriesContext(connection) as queries:
                client.get(pages["en"].url)
            return len(queries)

        while Recording.objects.count() < 10:
            recording(session)
        few = count()
        while Recording.objects.count() < 100:
            recording(session)
        assert count() == few


class TestTheShell:
    """Subtitles that nobody can read open no gate, whichever door they come in by."""

    @pytest.mark.parametrize(
        "text", [" ", "To follow", "WEBVTT\n", "1\n00:00:01,000 --> 00:00:02,000\nSubRip"]
    )
    @pytest.mark.parametrize("language", ["en", "cy"])
    def test_keeps_none_that_cannot_be_read(self, session, text, language):
        row = recording(session, subtitles_en="", subtitles_cy="")
        field = f"subtitles_{language}"
        setattr(row, field, text)
        with pytest.raises(ValidationError):
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Recording.objects.update(**{field: text})
        assert not Recording.objects.exclude(**{field: ""}).exists()

    def test_keeps_those_that_can(self, session):
        recording(session, subtitles_en="\ufeff" + VTT["en"])
        assert Recording.objects.public().count() == 1


class TestVideo:
    @pytest.mark.parametrize(
        ("asked", "status", "part", "content"),
        [
            ("", 200, None, WEBM),
            ("bytes=0-3", 206, "bytes 0-3/204", WEBM[:4]),
            ("bytes=200-", 206, "bytes 200-203/204", WEBM[200:]),
            ("bytes=-2", 206, "bytes 202-203/204", WEBM[-2:]),
            ("bytes=190-999", 206, "bytes 190-203/204", WEBM[190:]),
            ("bytes=204-", 416, "bytes */204", b""),
            ("bytes=9-3", 416, "bytes */204", b""),
            ("bytes=-", 200, None, WEBM),
            ("lines=1-2", 200, None, WEBM),
        ],
    )
    def test_is_sent_by_parts(self, client, session, asked, status, part, content):
        row = recording(session)
        headers = {"Range": asked} if asked else {}
        response = client.get(reverse("recording-video", args=[row.pk]), headers=headers)
        assert (response.status_code, response.headers.get("Content-Range")) == (status, part)
        assert response.getvalue() == content
        if status != 416:
            assert response["Content-Type"] == "video/webm"
            assert response["Accept-Ranges"] == "bytes"

    def test_of_another_site_has_no_file(self, client, session):
        row = recording(session, address="https://vimeo.com/123")
        assert client.get(reverse("recording-video", args=[row.pk])).status_code == 404
        assert client.get(f"/recordings/{row.pk}/fr.vtt").status_code == 404


class TestTold:
    def test_once_to_those_who_came_in_their_language(self, session, drain):
        row = recording(session, subtitles_en="")
        write_by_the_clock()
        drain()
        mail.outbox.clear()
        Recording.objects.update(subtitles_en=VTT["en"])
        for _ in range(2):
            write_by_the_clock()
            drain()
        (letter,) = mail.outbox
        assert letter.to == ["came@example.org"]
        assert letter.subject == "Mae’r recordiad yn barod: Risgiau a reolir yn dda"
        assert f"{row.session.event.pages.get(locale__language_code='cy').url}#recordings" in (
            letter.body
        )

    def test_not_again_when_the_outbox_has_forgotten_old_messages(self, session, drain):
        recording(session)
        write_by_the_clock()
        drain()
        told = [letter.subject for letter in mail.outbox if "recordiad" in letter.subject]
        assert len(told) == 1
        mail.outbox.clear()
        for days in (31, 62):
            with time_machine.travel(factories.in_days(days)):
                outbox.purge()
                write_by_the_clock()
                drain()
        assert [letter for letter in mail.outbox if "recordiad" in letter.subject] == []

    @pytest.mark.parametrize("fields", [{}, {"starts_at": factories.in_days(-0.1)}])
    def test_not_before_the_session_is_over(self, session, fields):
        to_come = factories.session(event=session.event, **fields)
        registration(to_come)
        recording(to_come)
        assert services.enqueue_recordings() == 0
        ended = {"starts_at": factories.in_days(-2), "ends_at": factories.in_days(-1.9)}
        EventSession.objects.filter(pk=to_come.pk).update(**ended)
        assert services.enqueue_recordings() == 1

    def test_not_where_a_subtitle_was_taken_away_meanwhile(self, session, drain):
        services.enqueue_thanks()
        drain()
        mail.outbox.clear()
        recording(session)
        services.enqueue_recordings()
        Recording.objects.update(subtitles_cy="")
        drain()
        assert mail.outbox == []

    def test_not_long_after(self, session):
        EventSession.objects.update(
            ends_at=factories.in_days(-91), starts_at=factories.in_days(-92)
        )
        recording(session)
        assert services.enqueue_recordings() == 0


class TestStaff:
    @pytest.fixture
    def client(self, client):
        client.force_login(factories.administrator())
        return client

    def send(self, client, session, **fields):
        data = {
            "session": session.pk,
            "title_en": "Talk",
            "title_cy": "Sgwrs",
            "minutes": 1,
            "address": "",
            "subtitles_en": "",
            "subtitles_cy": "",
            "transcript_en": "",
            "transcript_cy": "",
            "file": SimpleUploadedFile("talk.webm", WEBM),
        }
        response = client.post(reverse(LIST + "add"), data | fields)
        return unescape(response.content.decode()) if response.status_code == 200 else ""

    def test_upload_and_see_what_is_missing(self, client, session):
        page = self.send(client, session, upload_en=vtt(VTT["en"]))
        assert page == ""
        row = Recording.objects.get()
        assert (row.subtitles_en, row.missing) == (VTT["en"], ["cy"])
        listed = client.get(reverse(LIST + "list")).content.decode()
        assert "Welsh subtitles are missing" in listed
        assert client.get(reverse("recording-video", args=[row.pk])).status_code == 200
        Recording.objects.update(subtitles_cy=VTT["cy"])
        listed = client.get(reverse(LIST + "list")).content.decode()
        assert "Shown on the page of the event" in listed

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"file": SimpleUploadedFile("talk.webm", b"<html>")}, "not a video in MP4 or WebM"),
            ({"file": SimpleUploadedFile("talk.html", WEBM)}, "File extension"),
            ({"file": ""}, "Give a file or an address, and not both"),
            ({"address": "https://vimeo.com/1"}, "Give a file or an address, and not both"),
            ({"file": "", "address": "https://example.org/1"}, "on YouTube or Vimeo"),
            ({"upload_en": b"1\n00:01"}, "must begin with WEBVTT"),
            ({"upload_cy": b"\xff\xfe"}, "must be text in UTF-8"),
            ({"subtitles_cy": "WEBVTT\n\nx"}, "these are no times"),
            (
                {"upload_en": b"WEBVTT\n\n00:59.000 --> 01:01.000\nLate"},
                "The last subtitle stands after the end of the video",
            ),
        ],
    )
    def test_what_is_wrong_is_said(self, client, session, fields, problem):
        sent = {
            name: vtt(value) if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
        assert problem in self.send(client, session, **sent)
        assert not Recording.objects.exists()

    def test_the_list_costs_the_same_for_10_and_100(self, client, session, monkeypatch):
        monkeypatch.setattr("events.recordings.viewsets.RecordingViewSet.list_per_page", 100)
        counts = []
        for number in (10, 100):
            while Recording.objects.count() < number:
                recording(session)
            client.get(reverse(LIST + "list"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(LIST + "list"))
            counts.append(len(queries))
        assert counts[0] == counts[1]


def vtt(content: str | bytes) -> SimpleUploadedFile:
    raw = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile("captions.vtt", raw, content_type="text/vtt")


def test_a_file_or_an_address_and_never_both(session):
    with pytest.raises(IntegrityError):
        recording(session, file="a.mp4", address="https://vimeo.com/1")
