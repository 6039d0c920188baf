"""The addresses and messages for the script of the check-in page."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import EventSession
from events.registration.services import CHECK_IN_LASTS

#: A number of each plural form, under the name by which a browser asks for the form.
PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6, "other": 4}


def page_words(session: EventSession) -> dict[str, Any]:
    """Return the messages of the script in the active language, and its addresses.

    ``forgetAt`` is in milliseconds since 1970, as browsers count.
    """
    own = {"session_id": session.pk}
    return {
        "session": session.pk,
        "page": reverse("check-in", kwargs=own),
        "state": reverse("check-in-state", kwargs=own),
        "sync": reverse("check-in-sync", kwargs=own),
        "worker": reverse("check-in-worker"),
        "forgetAt": int((session.ends_at + CHECK_IN_LASTS).timestamp() * 1000),
        "summary": _("%(arrived)s of %(total)s have arrived."),
        "checkIn": _("Check in"),
        "checkInName": _("Check in %(name)s"),
        "undo": _("Undo"),
        "undoName": _("Undo the arrival of %(name)s"),
        "arrived": _("%(name)s has arrived."),
        "undone": _("The arrival of %(name)s is undone."),
        "already": _("%(name)s had arrived already."),
        "unknown": _("Nobody with a place in this session has the reference %(reference)s."),
        "refused": _("%(name)s has no confirmed place any more."),
        "connected": _("Connected. Everything is sent."),
        "offline": _("Offline. You can go on: what you press is kept on this phone."),
        "closed": _("This phone may no longer check people in. Open the link again."),
        "stays": _("What is not sent yet stays on this phone, and is sent then."),
        "unsent": _("Not everything is sent yet. Connect to the network, then leave."),
        "noCamera": _("The camera does not open. Search for the name or the reference."),
        "waitingOffline": _by_plural(_offline),
        "waitingConnected": _by_plural(_sending),
    }


def _by_plural(words: Callable[[int], str]) -> dict[str, str]:
    return {form: words(number) for form, number in PLURALS.items()}


def _offline(n: int) -> str:
    return ngettext("Offline, %(n)s waiting to be sent.", "Offline, %(n)s waiting to be sent.", n)


def _sending(n: int) -> str:
    return ngettext(
        "Connected, %(n)s waiting to be sent.", "Connected, %(n)s waiting to be sent.", n
    )
