"""The ticket that comes with letters: a code that leads to whoever holds it, and words for it."""

import email
import email.policy

import pytest
import segno
from django.core import mail
from django.utils.translation import override

from events.registration import services, tasks
from events.registration.notifications.tickets import SCALE, ticket_address
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


def picture_of(message):
    """The one picture of a message as its reader has it, if any."""
    raw = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    found = [part for part in raw.walk() if part.get_content_maintype() == "image"]
    return found[0] if found else None


def drawn(address: str) -> bytes:
    from io import BytesIO

    content = BytesIO()
    segno.make_qr(address, error="m").save(content, kind="png", scale=SCALE)
    return content.getvalue()


@pytest.mark.parametrize(
    ("language", "first", "says", "shows"),
    [
        (
            "en",
            "en",
            "Your ticket is the picture that comes with this email",
            "Code of the ticket with the reference {0}",
        ),
        (
            "cy",
            "cy",
            "Y llun sy’n dod gyda’r e-bost hwn yw eich tocyn",
            "Cod y tocyn â’r cyfeirnod {0}",
        ),
        (
            "both",
            "cy",
            "Y llun sy’n dod gyda’r e-bost hwn yw eich tocyn",
            "Cod y tocyn â’r cyfeirnod {0} / Code of the ticket with the reference {0}",
        ),
    ],
)
def test_comes_with_the_place_and_with_the_joining_instructions(
    drain, time_machine, language, first, says, shows
):
    session = factories.session()
    row = registration(session, mail_locale=language)
    drain()
    time_machine.move_to(session.before_start(session.NEAR))
    tasks.write_by_the_clock()
    drain()
    confirmation, joining = mail.outbox
    for letter in (confirmation, joining):
        assert says in " ".join(letter.body.split())
        part = picture_of(letter)
        assert part["Content-Description"].strip() == shows.format(row.reference)
        assert part.get_filename() == f"{row.reference}.png"
        with override(first):
            assert part.get_content() == drawn(ticket_address(row.reference))
        # Nothing is fetched from elsewhere when it is read.
        assert "text/html" not in {each.get_content_type() for each in letter.message().walk()}


def test_is_for_those_who_have_a_place_at_a_door(drain):
    online = factories.session(mode="online")
    registration(online)
    full = factories.session(capacity=0)
    services.book(session_id=full.pk, details=details())
    drain()
    assert [picture_of(message) for message in mail.outbox] == [None, None]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Before it starts we will send you the way to join it."),
        ("cy", "Cyn iddi ddechrau, byddwn yn anfon gwybodaeth atoch am sut i ymuno â hi."),
    ],
)
def test_an_address_to_join_that_is_not_known_yet_is_promised_and_sent(drain, language, words):
    online = factories.session(mode="online")
    registration(online, mail_locale=language)
    drain()
    assert words in " ".join(mail.outbox[0].body.split())
    changes = {"join_url": "https://meet.example.org/a"}
    services.change_session(session_id=online.pk, changes=changes)
    drain()
    assert len(mail.outbox) == 2
    assert words not in " ".join(mail.outbox[1].body.split())
    assert {"en": "/en/join/", "cy": "/cy/ymuno/"}[language] in mail.outbox[1].body
