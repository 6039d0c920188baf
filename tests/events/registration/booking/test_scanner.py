"""I16: a mail scanner that follows every link of every letter, and every link behind it."""

import re

import pytest
from django.core import mail
from django.test import Client

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration, WaitingListOffer
from gpx_site.core.models import Person
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details
from tests.pages import Reading

pytestmark = pytest.mark.django_db
WATCHED = (Registration, WaitingListOffer, EventSession, Person, AuditEntry, OutboxMessage)
OWN = re.compile(r"/(en/bookings|cy/cofrestriadau)/")
HOST = "http://testserver"


def everything() -> dict[str, list]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WATCHED}


def follow(client: Client, url: str, seen: set[str]) -> None:
    """Get what is behind a link, and behind the links of a registrant's own pages."""
    if url in seen:
        return
    seen.add(url)
    response = client.get(url, follow=True)
    assert response.status_code < 500, url
    if OWN.search(url) and "html" in response["Content-Type"]:
        for found in Reading(response.content.decode(errors="replace")).hrefs:
            if OWN.search(found):
                follow(client, found.removeprefix(HOST), seen)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_following_every_link_changes_nothing(pages, drain, language):
    event = pages["en"].event
    full = factories.session(event=event, capacity=2)
    asked = factories.session(
        event=event, starts_at=factories.in_days(15), capacity=5, approval_required=True
    )

    def book(session, name):
        wish = details(name=name, email=f"{name}@example.org", mail_locale=language)
        return services.book(session_id=session.pk, details=wish).registration

    rows = [book(full, name) for name in ("alys", "bryn", "carys", "dai")]
    book(asked, "eira")
    drain()
    services.cancel(registration_id=rows[0].pk)  # carys is offered the place, dai waits
    services.promote_waiting(session_id=full.pk)
    starts_at = factories.in_days(16)
    services.change_session(
        session_id=asked.pk,
        changes={"starts_at": starts_at, "ends_at": starts_at + (full.ends_at - full.starts_at)},
    )
    drain()
    letters = [message.body for message in mail.outbox]
    links = [url.rstrip(".") for body in letters for url in re.findall(r"http://\S+", body)]
    linked = {message.to[0] for message in mail.outbox if OWN.search(message.body)}
    assert linked == set(Registration.objects.values_list("email_key", flat=True))
    before, seen = everything(), set()
    for url in links:
        follow(Client(), url.removeprefix(HOST), seen)
    assert everything() == before
    ends = {url.partition("?")[0].rstrip("/").rpartition("/")[2] for url in seen}
    words = {"en": {"accept", "cancel"}, "cy": {"derbyn", "canslo"}}[language]
    assert ends & words  # it did come to the pages that ask
