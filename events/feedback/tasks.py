"""Celery tasks of feedback."""

from celery import shared_task

from events.feedback import services
from events.feedback.models import FeedbackForm


@shared_task(ignore_result=True, expires=60)
def invite_attendees() -> None:
    """Invite the attendees of every event that has a form open and a session behind it."""
    for form in FeedbackForm.objects.to_invite():
        services.invite_attendees(form=form)
