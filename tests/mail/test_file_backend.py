"""The folder that takes the place of a mail server."""

import pytest
from django.core.mail import send_mail

from gpx_site.mail.file_backend import forget_mail, read_mailbox

OURS = "gpx_site.mail.file_backend.FolderBackend"
DJANGOS = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EMAIL_BACKEND = OURS
    settings.MAIL_FOLDER = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path)


def send(count: int) -> None:
    for number in range(count):  # well within a second
        send_mail(f"Subject {number}", "Words", None, [f"person{number}@example.org"])


def test_each_message_is_read_back():
    send(30)
    assert {message.subject for message in read_mailbox(50)} == {f"Subject {n}" for n in range(30)}


def test_one_person_is_forgotten_and_nobody_else():
    send(30)
    assert forget_mail("person7@example.org") == 1
    left = {message.to for message in read_mailbox(50)}
    assert left == {f"person{n}@example.org" for n in range(30) if n != 7}


def test_the_one_of_django_would_mix_them_up(settings):
    """The control: the same messages, in fewer files than there are messages."""
    settings.EMAIL_BACKEND = DJANGOS
    send(30)
    assert len(read_mailbox(50)) < 30
