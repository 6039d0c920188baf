"""What somebody at the door does with a phone."""

import re

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from events.registration import services
from events.registration.models import Attendance
from events.registration.notifications import urls


def a_phone(session, language="en") -> Client:
    services.make_check_in_link(session_id=session.pk)
    client = Client(enforce_csrf_checks=True)
    opened = client.get(path_of(urls.check_in_url(session, language)))
    assert opened.url == address("check-in", session, language)
    return client


def path_of(url: str) -> str:
    return url.replace("http://testserver", "")


def address(name, session, language="en") -> str:
    with override(language):
        return reverse(name, args=[session.pk])


def send(client, url, data, page=None):
    """Send a form with the token of the page that it stands on."""
    html = client.get(page or url).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    return client.post(url, {"csrfmiddlewaretoken": token, **data})


def press(client, session, row, arrived="yes", **data):
    given = {"reference": row.reference, "arrived": arrived, **data}
    return send(client, address("check-in", session), given)


def outcome(row) -> str:
    return Attendance.objects.get(registration=row).outcome
