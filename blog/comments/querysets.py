"""Named reads of comments."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Self, TypedDict, cast

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When

from blog.comments.states import HIDDEN, State
from blog.models import BlogPage
from gpx_site.i18n.bilingual import active_language

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from blog.comments.models import Comment

    class _Counts(TypedDict):
        begun: int
        public: int | None

    CountedComment = WithAnnotations[Comment, _Counts]


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it, oldest first."""

    comment: "Comment"
    replies: list["Comment"] = field(default_factory=list)


@dataclass(frozen=True)
class Threads:
    """One page of a conversation; ``count`` is of all its public comments and answers."""

    PER_PAGE: ClassVar[int] = 20

    threads: list[Thread]
    count: int = 0
    number: int = 1
    pages: int = 1


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

    def threads(self, post_key: uuid.UUID, page: int = 1) -> Threads:
        """A page of the public conversation about a post, oldest first, in one query.

        A comment that was taken down stays as an empty place while answers to it are public. After
        the last page comes the last page again.
        """
        answered = Exists(self.model.objects.published().filter(parent=OuterRef("pk")))
        shown = self.on(post_key).filter(
            Q(state=State.PUBLISHED) | Q(state=State.WITHDRAWN, parent=None) & Q(answered)
        )
        begun = shown.filter(parent=None)
        first = (page - 1) * Threads.PER_PAGE
        here = begun.order_by("sent_at", "pk").values("pk")[first : first + Threads.PER_PAGE]
        found = shown.filter(Q(pk__in=here) | Q(parent__in=here)).order_by("sent_at", "pk")
        counted = found.annotate(begun=_counted(begun), public=_counted(shown.published()))
        rows = cast("list[CountedComment]", list(counted))
        if not rows and page > 1:
            last = -(-begun.count() // Threads.PER_PAGE)
            return self.threads(post_key, max(1, last))
        threads = {row.pk: Thread(row) for row in rows if row.parent_id is None}
        for row in rows:
            if row.parent_id in threads:
                threads[row.parent_id].replies.append(row)
        if not rows:
            return Threads([])
        pages = -(-rows[0].begun // Threads.PER_PAGE)
        return Threads([*threads.values()], rows[0].public or 0, page, pages)

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


def _counted(comments: CommentQuerySet) -> Subquery:
    """How many ``comments`` there are, all on one post; null for none."""
    together = comments.order_by().values("post_key").annotate(number=Count("pk"))
    return Subquery(together.values("number"))
