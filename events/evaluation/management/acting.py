"""Who a command acts for, and on which form."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from events.evaluation.editions import PUBLISH
from events.feedback.models import FeedbackForm


def form_called(code: str) -> FeedbackForm:
    """Return the form with this code. Raises CommandError if there is none."""
    form: FeedbackForm | None = FeedbackForm.objects.filter(code=code).first()
    if form is None:
        raise CommandError(f"There is no feedback form called {code!r}.")
    return form


def publisher_called(username: str) -> User:
    """Return the user with this name, who may publish evaluations.

    Raises CommandError if there is no such user, or they lack the permission.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user called {username!r}.")
    if not user.has_perm(PUBLISH):
        raise CommandError(f"{username!r} may not publish evaluations.")
    return user
