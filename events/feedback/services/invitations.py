"""Invitations: one link for each attendee, which opens the form until it has been used."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from events.feedback.models import FeedbackForm, Intake, Invitation
from events.feedback.services.errors import FormClosed, InvitationUsed, LinkUnknown
from events.models import EventSession
from events.registration.models import Registration
from gpx_site.mail import services as mail
from gpx_site.ops import tokens

PURPOSE = "feedback"


def invite_attendees(*, form: FeedbackForm) -> int:
    """Invite each attendee of the event's ended sessions once; return how many were added.

    Where attendance was recorded, those who came; elsewhere, those with a confirmed place. Safe to
    repeat: nobody is invited twice.
    """
    if not form.is_open or form.delivery != FeedbackForm.Delivery.INVITED:
        return 0
    ended = EventSession.objects.past().filter(event_id=form.event_id)
    added = 0
    for session in ended:
        attendees = Registration.objects.of_attendees(session).order_by("pk")
        for registration in attendees.exclude(_invited(form)):
            added += _invite(form, registration)
    return added


def _invited(form: FeedbackForm) -> Exists:
    return Exists(Invitation.objects.filter(form=form, registration=OuterRef("pk")))


@transaction.atomic
def _invite(form: FeedbackForm, registration: Registration) -> bool:
    nonce = tokens.new_nonce()
    invitation, made = Invitation.objects.get_or_create(
        form=form,
        registration=registration,
        defaults={"nonce": nonce, "token_hash": tokens.digest(tokens.derive(nonce, PURPOSE))},
    )
    if made:
        mail.send("feedback.invitation", key=str(invitation.pk), invitation=invitation.pk)
    return made


def open_invitation(*, token: str) -> Invitation:
    """Return the invitation that ``token`` opens.

    Raises:
        LinkUnknown: no invitation has this token.
        InvitationUsed: the link has been used.
        FormClosed: the form takes no answers now.
    """
    found = Invitation.objects.select_related("form").filter(token_hash=tokens.digest(token))
    invitation: Invitation | None = found.first()
    if invitation is None:
        raise LinkUnknown
    if is_used(invitation):
        raise InvitationUsed
    if not invitation.form.is_open:
        raise FormClosed
    return invitation


def used_ids(*, form_id: int) -> set[int]:
    """Return the ids of the invitations whose link has been used.

    An invitation that was erased with its registration is still among them.
    """
    used = Intake.objects.filter(pk=form_id).values_list("used", flat=True).first()
    return set(used or [])


def is_used(invitation: Invitation) -> bool:
    """Whether answers have been taken from this link."""
    return invitation.pk in used_ids(form_id=invitation.form_id)
