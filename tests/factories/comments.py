"""Comments, written and decided about by the services as everybody else's are."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from blog.comments import services
from blog.comments.models import Comment
from blog.comments.states import Reason, State
from blog.models import BlogPage
from tests.factories.numbers import next_number


def words(**fields) -> services.Words:
    """What somebody writes in English."""
    n = next_number()
    defaults = {"name": f"Reader {n}", "text": f"We tried it, number {n}.", "language": "en"}
    return services.Words(**defaults | fields)


def comment(
    post: BlogPage, state: State = State.PUBLISHED, *, parent=None, suspicions=(), **fields
) -> Comment:
    """A comment in the given state."""
    sent_at = fields.pop("sent_at", None)
    row = services.submit(
        post=post,
        words=words(**fields),
        parent_id=parent.pk if parent else None,
        suspicions=suspicions,
        sent_at=sent_at,
    )
    if state in (State.PUBLISHED, State.WITHDRAWN):
        services.publish(comments=[row.pk])
    if state == State.WITHDRAWN:
        services.withdraw(comments=[row.pk], reason=Reason.OFFENSIVE)
    if state == State.REJECTED:
        services.reject(comments=[row.pk], reason=Reason.SPAM)
    row.refresh_from_db()
    return row


def moderator(username: str = "moderator", language: str = "", **fields) -> User:
    """A member of staff who moderates."""
    fields.setdefault("email", f"{username}@example.org")
    user = get_user_model().objects.create_user(username, **fields)
    user.groups.add(Group.objects.get(name="Comment moderators"))
    if language:
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
    return user
