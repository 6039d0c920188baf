"""E-mail is rendered when it is sent, in the right languages, and with a stable Message-ID."""

import pytest
from django.core import mail as django_mail

from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db

TEMPLATES = {
    "emails/test_subject.txt": "{% autoescape off %}{{ title }}{% endautoescape %}",
    "emails/test.txt": "{{ LANGUAGE_CODE }}: {{ title }}\n\n \n\n\n{{ home_url }}\n",
}


@pytest.fixture(autouse=True)
def _templates(settings):
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
        }
    ]


@pytest.fixture
def register_builder(monkeypatch):
    """Return a function that registers a builder of the kind "test" for one test."""

    def register(**fields):
        defaults = {"to": "a@example.org", "template": "test", "context": lambda: {"title": "T&C"}}
        monkeypatch.setitem(mail._builders, "test", lambda **ids: mail.Email(**defaults | fields))

    return register


@pytest.mark.parametrize(
    ("mail_locale", "languages"),
    [("cy", ("cy",)), ("en", ("en",)), ("both", ("cy", "en")), ("unknown", ("cy", "en"))],
)
def test_languages_of(mail_locale, languages):
    assert mail.languages_of(mail_locale) == languages


def test_an_email_is_sent_once_per_key_in_each_language(register_builder, drain):
    register_builder(languages=("cy", "en"))
    assert mail.send("test", key="1", row=5)
    assert not mail.send("test", key="1", row=5)
    drain()
    (message,) = django_mail.outbox
    assert message.to == ["a@example.org"]
    assert message.subject == "T&C / T&C"
    rule = "=" * 72
    assert message.body == (
        f"cy: T&amp;C\n\nhttp://testserver/cy/\n\n{rule}\n\nen: T&amp;C\n\nhttp://testserver/en/\n"
    )
    assert message.extra_headers["Content-Language"] == "cy, en"
    assert message.extra_headers["Message-ID"] == mail.message_id("mail:test:1")


def test_a_subject_is_one_line(register_builder, drain):
    register_builder(languages=("en",), context=lambda: {"title": "Risks\r\nBcc: b@example.org"})
    mail.send("test", key="1")
    drain()
    message = django_mail.outbox[0].message()
    assert message["Subject"] == "Risks Bcc: b@example.org"
    assert message["Bcc"] is None


def test_a_calendar_is_attached_as_alternative_and_as_file(register_builder, drain):
    content = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    register_builder(languages=("en",), calendar=mail.Calendar(method="CANCEL", content=content))
    mail.send("test", key="1")
    drain()
    parts = list(django_mail.outbox[0].message().walk())
    kinds = [part.get_content_type() for part in parts]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    assert parts[3].get_param("method") == "CANCEL"
    assert parts[4].get_payload(decode=True) == content


def test_an_email_that_is_no_longer_needed_is_dropped(monkeypatch, drain):
    def gone(**ids):
        raise outbox.NoLongerNeeded

    monkeypatch.setitem(mail._builders, "test", gone)
    mail.send("test", key="1")
    drain()
    assert not django_mail.outbox
    assert OutboxMessage.objects.get().state == "dropped"
