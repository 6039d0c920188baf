"""Load the comments below posts and the closing rules."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils import timezone

from blog.comments import services, spam
from blog.comments.models import ClosingRule, Comment
from blog.comments.states import State, Suspicion
from blog.models import BlogPage
from gpx_site.demo.loader.content import Row, read


def load_comments() -> None:
    """Create the missing comments, identified by their text, then the closing rules."""
    slugs = {row["key"]: row["slug_en"] for row in read("posts")["post"]}
    english = BlogPage.objects.in_language("en")
    posts = {key: english.get(slug=slug) for key, slug in slugs.items()}
    moderator = get_user_model().objects.filter(username="moderator").first()
    for row in read("comments")["comment"]:
        comment = _load(posts[row["post"]], row, moderator)
        for reply in row.get("reply", []):
            _load(posts[row["post"]], reply, moderator, parent=comment)
    for row in read("comments")["rule"]:
        key = posts[row["post"]].translation_key
        if not ClosingRule.objects.filter(post_key=key).exists():
            services.set_rule(post_key=key, kind=row["kind"], days=row.get("days"))


def _load(
    post: BlogPage, row: Row, moderator: User | None, parent: Comment | None = None
) -> Comment:
    text = row["text"].strip()
    found = Comment.objects.on(post.translation_key).filter(digest=spam.digest(text)).first()
    if found:
        return found
    published = row.get("state", State.PUBLISHED) == State.PUBLISHED
    comment = services.submit(
        post=post,
        words=services.Words(name=row["name"], text=text, language=row["lang"]),
        parent_id=parent.pk if parent else None,
        suspicions=[Suspicion(code) for code in row.get("suspicions", [])],
        sent_at=_written(post, row["days"]) if published else None,
    )
    if published:
        services.publish(comments=[comment.pk], actor=moderator)
    return comment


def _written(post: BlogPage, days: int) -> dt.datetime:
    """Return a time in the morning, some days after the post; never in the future."""
    day = dt.datetime.combine(post.date + dt.timedelta(days=days), dt.time(10, 24))
    return min(timezone.make_aware(day), timezone.now())
