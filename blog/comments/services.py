"""The verbs of comments: the only writers of their tables."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.comments import spam
from blog.comments.closing import closing_of, forget_cached_rules, read_rules
from blog.comments.models import ClosingRule, Comment
from blog.comments.states import HIDDEN, Kind, Reason, State, Suspicion
from blog.models import BlogPage
from gpx_site.outbox import services as outbox
from gpx_site.privacy.models import AuditEntry

DIGEST = "comments.digest"
#: Moderators are written to at most once in so long a time, with all that waits.
DIGEST_EVERY = dt.timedelta(minutes=30)
#: What looks like spam makes a message once a day, at this hour.
SPAM_HOUR = 8
#: Words this short are said by many ("Diolch!"), and prove nothing when they come again.
SHORT = 40
#: What was rejected, taken down, or waited as spam for so long is forgotten.
RETENTION = dt.timedelta(days=30)

Actor = User | None


class CommentError(Exception):
    """The base of every error that the services of comments raise."""


class CommentsClosed(CommentError):
    """The post takes no more comments."""


class NothingToAnswer(CommentError):
    """The comment that was to be answered is not public, or belongs to another post."""


class DecidedMeanwhile(CommentError):
    """Somebody else has decided about the comment since it was last looked at."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody wrote."""

    name: str
    text: str
    language: str


# Writing ------------------------------------------------------------------------------------------


def submit(
    *,
    post: BlogPage,
    words: Words,
    parent_id: int | None = None,
    suspicions: Collection[Suspicion] = (),
    sent_at: dt.datetime | None = None,
) -> Comment:
    """Take in a comment, to wait for a moderator; return it.

    Sending the same words again, under the same name and in the same place, returns the one that
    waits. An answer to an answer stands beside it, below the same comment.

    Raises:
        CommentsClosed: the post takes no more comments.
        NothingToAnswer: ``parent_id`` is no public comment on this post.
    """
    if not closing_of(post, read_rules()).is_open:
        raise CommentsClosed
    found = set(suspicions)
    digest = spam.digest(words.text)
    if len(words.text) >= SHORT and Comment.objects.filter(digest=digest).exists():
        found.add(Suspicion.REPEATED)
    key: dict[str, Any] = {
        "post_key": post.translation_key,
        "parent": _top(post, parent_id),
        "name": words.name,
        "digest": digest,
    }
    row = Comment(
        **key,
        text=words.text,
        language=words.language,
        suspicions=",".join(sorted(found)),
        sent_at=sent_at or timezone.now(),
    )
    same = Comment.objects.filter(**key)
    return same.pending().first() or _insert(row) or same.latest("pk")


def _top(post: BlogPage, parent_id: int | None) -> Comment | None:
    """The comment at the head of the thread to which ``parent_id`` belongs."""
    if parent_id is None:
        return None
    public = Comment.objects.published().on(post.translation_key).select_related("parent")
    parent = public.filter(pk=parent_id).first()
    if parent is None:
        raise NothingToAnswer
    return parent.parent or parent


def _insert(row: Comment) -> Comment | None:
    """Store ``row`` and enqueue a message to the moderators; None if the same was just stored."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _enqueue_message(row)
    except IntegrityError:
        return None
    return row


def _enqueue_message(comment: Comment) -> None:
    """Enqueue one message to the moderators for all comments until then."""
    now = timezone.localtime()
    if comment.is_suspected:
        due = now.replace(hour=SPAM_HOUR, minute=0, second=0, microsecond=0)
        due += dt.timedelta(days=1) if due <= now else dt.timedelta()
        key = f"spam:{due:%Y%m%d}"
    else:
        seconds = int(DIGEST_EVERY.total_seconds())
        due = dt.datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, tz=dt.UTC)
        key = f"{due:%Y%m%dT%H%M}"
    outbox.enqueue(DIGEST, key=key, payload={"window": key}, not_before=due)


# Moderating ---------------------------------------------------------------------------------------


def publish(*, comments: Iterable[int], actor: Actor = None) -> int:
    """Publish those of ``comments`` (by number) that still wait; return how many."""
    return _move(comments, State.PENDING, State.PUBLISHED, actor)


def reject(*, comments: Iterable[int], reason: Reason, actor: Actor = None) -> int:
    """Reject those of ``comments`` that still wait, for ``reason``; return how many."""
    return _move(comments, State.PENDING, State.REJECTED, actor, reason)


def withdraw(*, comments: Iterable[int], reason: Reason, actor: Actor = None) -> int:
    """Take down those of ``comments`` that are public, for ``reason``; return how many."""
    return _move(comments, State.PUBLISHED, State.WITHDRAWN, actor, reason)


def decide(
    *, comment: Comment, to: State, seen: State, reason: str = "", actor: Actor = None
) -> None:
    """Bring one comment from the state in which a moderator saw it into another.

    Raises:
        DecidedMeanwhile: it is not in that state any more, or cannot go from it to the other.
    """
    allowed = {
        State.PUBLISHED: (State.PENDING, *HIDDEN),
        State.REJECTED: (State.PENDING,),
        State.WITHDRAWN: (State.PUBLISHED,),
    }
    if seen not in allowed[to] or not _move([comment.pk], seen, to, actor, reason):
        raise DecidedMeanwhile


@transaction.atomic
def _move(comments: Iterable[int], seen: State, to: State, actor: Actor, reason: str = "") -> int:
    """Move the rows that are still as they were seen, each with its entry in the audit log.

    They are locked before they are looked at, and in one order, so that two moderators who choose
    the same rows wait for each other.
    """
    rows = Comment.objects.select_for_update().filter(pk__in=list(comments), state=seen)
    if to == State.PUBLISHED:
        rows = rows.exclude(text="")
    found = list(rows.order_by("pk"))
    changes: dict[str, Any] = {"state": to, "reason": reason, "decided_at": timezone.now()}
    if reason == Reason.REQUESTED:
        changes |= {"name": "", "text": "", "digest": ""}
    Comment.objects.filter(pk__in=[row.pk for row in found]).update(**changes)
    for row in found:
        AuditEntry.record(row, f"comment.{to}", actor=actor, was=row.state, reason=reason)
    return len(found)


# When comments close ------------------------------------------------------------------------------


@transaction.atomic
def set_rule(
    *, post_key: uuid.UUID, kind: str, days: int | None = None, actor: Actor = None
) -> None:
    """Say when comments close, on one post or (under ``EVERY_POST``) on those without a rule.

    An empty ``kind`` takes a post's own rule away.
    """
    if kind:
        counted = days if kind == Kind.DAYS else None
        rule, _made = ClosingRule.objects.update_or_create(
            post_key=post_key, defaults={"kind": kind, "days": counted}
        )
    else:
        rule = ClosingRule(post_key=post_key)
        ClosingRule.objects.filter(post_key=post_key).delete()
    AuditEntry.record(rule, "comments.closing", actor=actor, kind=kind, days=days)
    transaction.on_commit(forget_cached_rules)


# Forgetting ---------------------------------------------------------------------------------------


@transaction.atomic
def forget_what_is_due() -> int:
    """Forget what is kept no longer; return how many comments.

    That is what was rejected or taken down, and spam that nobody decided about, after
    ``RETENTION``; and everything below posts that are gone. Where there are answers, an empty row
    stays.
    """
    limit = timezone.now() - RETENTION
    orphans = Comment.objects.without_post().delete()[0]
    spam_rows = Comment.objects.pending().suspected().filter(sent_at__lt=limit).delete()[0]
    old = Comment.objects.hidden_before(limit)
    deleted = old.without_replies().delete()[0]
    blanked = old.exclude(text="", name="").update(name="", text="", digest="")
    return orphans + spam_rows + deleted + blanked
