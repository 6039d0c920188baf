"""The e-mails of feedback."""

from typing import Any

from django.urls import reverse

from events.feedback.models import Invitation
from events.feedback.services import PURPOSE, is_used
from gpx_site.i18n import language_hosts
from gpx_site.mail import services as mail
from gpx_site.ops import tokens
from gpx_site.outbox.services import NoLongerNeeded


@mail.email_builder("feedback.invitation")
def invitation(*, invitation: int) -> mail.Email:
    """Build the invitation with the one-time link, in the language of the registration."""
    found = Invitation.objects.select_related("form__event", "registration").filter(pk=invitation)
    row = found.first()
    if row is None or not row.form.is_open or not row.registration.email_key or is_used(row):
        raise NoLongerNeeded
    token = tokens.derive(row.nonce, PURPOSE)
    if tokens.digest(token) != row.token_hash:
        # The secret key has changed since: store the hash of the new token, which is sent.
        Invitation.objects.filter(pk=row.pk).update(token_hash=tokens.digest(token))

    def context() -> dict[str, Any]:
        path = reverse("feedback-link", kwargs={"token": token})
        return {
            "form": row.form,
            "event": row.form.event,
            "name": row.registration.name,
            "url": language_hosts.absolute(path),
        }

    return mail.Email(
        to=row.registration.email_key,
        languages=mail.languages_of(row.registration.mail_locale),
        template="feedback_invitation",
        context=context,
    )
