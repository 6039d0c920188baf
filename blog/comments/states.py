"""The states of a comment, why one is not public, and what makes one look like spam."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a comment stands. Only a published one is ever shown."""

    PENDING = "pending", pgettext_lazy("comment", "Waiting for a moderator")
    PUBLISHED = "published", pgettext_lazy("comment", "Published")
    REJECTED = "rejected", pgettext_lazy("comment", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Taken down")


#: Out of sight, with a reason; forgotten after a while.
HIDDEN = (State.REJECTED, State.WITHDRAWN)


class Reason(models.TextChoices):
    """Why a moderator rejected a comment, or took it down."""

    OFF_TOPIC = "off_topic", _("Not about the post")
    OFFENSIVE = "offensive", _("Offensive or unkind")
    PERSONAL = "personal", _("Personal details of somebody")
    UNLAWFUL = "unlawful", _("May be against the law")
    SPAM = "spam", _("Spam or advertising")
    REPEATED = "repeated", _("Said already")
    REQUESTED = "requested", _("The writer asked us to delete it")
    OTHER = "other", _("Another reason")


class Suspicion(models.TextChoices):
    """What makes a comment look like spam. It waits all the same: a moderator decides."""

    TRAP = "trap", _("The hidden box was filled in")
    HURRY = "hurry", _("Sent faster than anybody types, or not from our form")
    LINKS = "links", _("Many links, or a link in place of a name")
    REPEATED = "repeated", _("The same words were sent before")


class Kind(models.TextChoices):
    """When comments on a post close."""

    OPEN = "open", _("Comments stay open")
    DAYS = "days", _("Comments close some days after the date of the post")
    CLOSED = "closed", _("Comments are closed")
