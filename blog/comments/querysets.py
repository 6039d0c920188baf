"""Named reads of comments."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from blog.comments.states import HIDDEN, State
from blog.models import BlogPage
from gpx_site.core.bilingual import active_language

if TYPE_CHECKING:
    from blog.comments.models import Comment


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it, oldest first."""

    comment: "Comment"
    replies: list["Comment"] = field(default_factory=list)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads of comments."""

    def on(self, post_key: uuid.UUID) -> Self:
        """Comments on the post, in whichever language."""
        return self.filter(post_key=post_key)

    def published(self) -> Self:
        """Comments that everybody may read."""
        return self.filter(state=State.PUBLISHED)

    def pending(self) -> Self:
        """Comments that no moderator has decided about."""
        return self.filter(state=State.PENDING)

    def trusted(self) -> Self:
        """Comments that do not look like spam."""
        return self.filter(suspicions="")

    def suspected(self) -> Self:
        """Comments that look like spam."""
        return self.exclude(suspicions="")

    def hidden_before(self, moment: dt.datetime) -> Self:
        """Comments that were rejected or taken down before ``moment``."""
        return self.filter(state__in=HIDDEN, decided_at__lt=moment)

    def without_replies(self) -> Self:
        """Comments that nobody has answered, whatever became of the answer."""
        return self.filter(~Exists(self.model.objects.filter(parent=OuterRef("pk"))))

    def without_post(self) -> Self:
        """Comments on a post that is gone in both languages."""
        return self.filter(~Exists(BlogPage.objects.filter(translation_key=OuterRef("post_key"))))

    def threads(self, post_key: uuid.UUID) -> list[Thread]:
        """The public conversation about a post, oldest first, in one query.

        A comment that was taken down stays as an empty place while answers to it are public.
        """
        answered = Exists(self.model.objects.published().filter(parent=OuterRef("pk")))
        shown = self.on(post_key).filter(
            Q(state=State.PUBLISHED) | Q(state=State.WITHDRAWN, parent=None) & Q(answered)
        )
        rows = list(shown.order_by("sent_at", "pk"))
        threads = {row.pk: Thread(row) for row in rows if row.parent_id is None}
        for row in rows:
            if row.parent_id in threads:
                threads[row.parent_id].replies.append(row)
        return list(threads.values())

    def with_posts(self) -> Self:
        """Each with ``post_title``, in the reader's language where there is such a page."""
        own = Case(When(locale__language_code=active_language(), then=Value(0)), default=Value(1))
        pages = BlogPage.objects.filter(translation_key=OuterRef("post_key")).order_by(own)
        return self.annotate(post_title=Subquery(pages.values("title")[:1]))

    def queue(self) -> Self:
        """What waits first, and of that what does not look like spam; then the latest."""
        waits = Case(
            When(state=State.PENDING, suspicions="", then=Value(0)),
            When(state=State.PENDING, then=Value(1)),
            default=Value(2),
        )
        return self.order_by(waits, F("sent_at").desc(), "-pk")
