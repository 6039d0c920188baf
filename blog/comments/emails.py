"""The e-mail to moderators: how many comments wait, and below which posts.

It holds neither text nor names of comments: those stay where they can be deleted.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from wagtail.users.models import UserProfile

from blog.comments.models import Comment
from gpx_site.mail import services as mail
from gpx_site.mail.services import Email, email_builder, languages_of
from gpx_site.outbox.services import NoLongerNeeded

LIST = "wagtailsnippets_comments_comment:list"
WAITING = "comments.waiting"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def moderators() -> QuerySet[User]:
    """Return the staff who moderate, or administrators if nobody else does."""
    may = User.objects.with_perm(
        "comments.change_comment", backend=MODEL_BACKEND, include_superusers=False
    )
    chosen = may if may.exists() else User.objects.filter(is_superuser=True, is_active=True)
    return chosen.exclude(email="").order_by("pk")


@transaction.atomic
def enqueue_reminders_due(*, window: str) -> int:
    """Enqueue one e-mail to each moderator for ``window``; return how many.

    Raises:
        NoLongerNeeded: nothing waits any more.
    """
    if not Comment.objects.pending().exists():
        raise NoLongerNeeded
    found = moderators()
    return sum(mail.send(WAITING, key=f"{user.pk}:{window}", moderator=user.pk) for user in found)


@email_builder(WAITING)
def waiting(*, moderator: int) -> Email:
    """Build the e-mail to a moderator, in the language of their admin."""
    user = moderators().filter(pk=moderator).first()
    rows = Comment.objects.pending()
    if user is None or not rows.exists():
        raise NoLongerNeeded

    def context() -> Mapping[str, Any]:
        titles = Counter(rows.trusted().with_posts().values_list(F("post_title"), flat=True))
        return {
            "posts": sorted((title or "", number) for title, number in titles.items()),
            "waiting": titles.total(),
            "suspected": rows.suspected().count(),
            "url": f"{settings.SITE_URL}{reverse(LIST)}?state=pending",
        }

    profile = UserProfile.get_for_user(user)
    return Email(
        to=user.email,
        languages=languages_of(profile.preferred_language),
        template="comments_waiting",
        context=context,
    )
