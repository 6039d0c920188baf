"""Comments on posts, and when the comments on a post close.

A comment belongs to a post in both its languages: it names their common ``translation_key``.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.querysets import CommentQuerySet
from blog.comments.states import HIDDEN, Kind, Reason, State, Suspicion

NAME_LENGTH = 80
TEXT_LENGTH = 2000
#: Under this key stands the rule of every post that has none of its own.
EVERY_POST = uuid.UUID(int=0)


class Comment(models.Model):
    """What somebody wrote under a post: a name and a text, and no more about who it was.

    Only ``blog.comments.services`` writes. ``suspicions`` holds codes of ``Suspicion`` with commas
    between them; ``digest`` is that of the text, by which the same words are known again. A row
    whose text is erased stays while there are answers to it.
    """

    # Wagtail's index of references would cost queries at every comment, and nothing reads it.
    wagtail_reference_index_ignore = True

    class Language(models.TextChoices):
        """The language in which a comment is written, marked for screen readers."""

        WELSH = "cy", gettext_lazy("Welsh")
        ENGLISH = "en", gettext_lazy("English")

    post_key = models.UUIDField(gettext_lazy("post"), editable=False)
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("answer to"),
        null=True,
        blank=True,
        editable=False,
        related_name="replies",
        on_delete=models.CASCADE,
    )
    name = models.CharField(gettext_lazy("name"), max_length=NAME_LENGTH, blank=True)
    text = models.TextField(gettext_lazy("comment"), max_length=TEXT_LENGTH, blank=True)
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=Language)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.PENDING
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=10, choices=Reason, blank=True)
    suspicions = models.CharField(gettext_lazy("signs of spam"), max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    sent_at = models.DateTimeField(gettext_lazy("sent"), default=timezone.now)
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["post_key", "sent_at"], name="comments_of_a_post"),
            models.Index(
                fields=["sent_at"], name="comments_that_wait", condition=Q(state="pending")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "post_key",
                Coalesce("parent", 0),
                "name",
                "digest",
                name="one_waiting_comment_of_the_same_words",
                condition=Q(state=State.PENDING),
            ),
            models.CheckConstraint(
                name="decided_comment_says_when",
                condition=Q(state=State.PENDING, decided_at=None)
                | ~Q(state=State.PENDING) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hidden_comment_says_why",
                condition=Q(state__in=HIDDEN) & ~Q(reason="") | ~Q(state__in=HIDDEN) & Q(reason=""),
            ),
            models.CheckConstraint(
                name="comment_without_words_is_hidden", condition=~Q(text="") | Q(state__in=HIDDEN)
            ),
            models.CheckConstraint(
                name="comment_in_a_known_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="comment_answers_another", condition=Q(parent=None) | ~Q(parent=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        # Never the words: a name for logs and messages.
        return _("comment %(number)s") % {"number": self.pk}

    @property
    def is_suspected(self) -> bool:
        """Whether it looks like spam."""
        return bool(self.suspicions)

    @property
    def suspicion_labels(self) -> str:
        """What makes it look like spam, in the reader's language."""
        codes = filter(None, self.suspicions.split(","))
        return "; ".join(str(Suspicion(code).label) for code in codes)

    def excerpt(self) -> str:
        """Its opening words; for lists."""
        return Truncator(self.text).chars(120) or _("(deleted)")

    excerpt.short_description = gettext_lazy("Comment")  # type: ignore[attr-defined]  # for lists


class ClosingRule(models.Model):
    """When comments close: for one post, or under ``EVERY_POST`` for those without a rule."""

    post_key = models.UUIDField(gettext_lazy("post"), primary_key=True, editable=False)
    kind = models.CharField(gettext_lazy("when comments close"), max_length=6, choices=Kind)
    days = models.PositiveSmallIntegerField(gettext_lazy("number of days"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("rule of closing comments")
        verbose_name_plural = gettext_lazy("rules of closing comments")
        constraints = [
            models.CheckConstraint(
                name="closing_rule_has_days_where_it_counts_them",
                condition=Q(kind=Kind.DAYS, days__isnull=False, days__gte=1)
                | ~Q(kind=Kind.DAYS) & Q(days=None),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
