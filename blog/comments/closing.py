"""Whether a post takes comments, and until when."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from blog.comments.models import EVERY_POST, ClosingRule
from blog.comments.states import Kind
from blog.models import BlogPage

Rule = tuple[str, int | None]
Rules = dict[uuid.UUID, Rule]

CACHED = "comments:closing-rules"
#: How long another process may show a rule that has just been changed. Sending a comment looks at
#: the database, so it is only the invitation that may be a minute old.
SECONDS = 60


@dataclass(frozen=True)
class Closing:
    """Whether comments are open now; ``last_day`` is the last on which they are, or were."""

    is_open: bool
    last_day: dt.date | None = None


def read_rules() -> Rules:
    """Every rule, by the key of its post."""
    return {rule.post_key: (rule.kind, rule.days) for rule in ClosingRule.objects.all()}


def cached_rules() -> Rules:
    """The same at no query most of the time, for pages that are read often."""
    rules: Rules | None = cache.get(CACHED)
    if rules is None:
        rules = read_rules()
        cache.set(CACHED, rules, SECONDS)
    return rules


def forget_cached_rules() -> None:
    """Let the next page read the rules afresh."""
    cache.delete(CACHED)


def closing_of(post: BlogPage, rules: Rules) -> Closing:
    """Whether ``post`` takes comments: by its own rule, else by that of every post, else it does.

    The days are counted from the post's date, which both its languages share.
    """
    kind, days = rules.get(post.translation_key) or rules.get(EVERY_POST) or (Kind.OPEN, None)
    if kind != Kind.DAYS:
        return Closing(is_open=kind == Kind.OPEN)
    last_day = post.date + dt.timedelta(days=days or 0)
    return Closing(is_open=timezone.localdate() <= last_day, last_day=last_day)
