"""Subscribers to news of events, and the announcements that they are sent."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import AudienceRole, Event
from gpx_site.core.models import Topic
from gpx_site.i18n.bilingual import BilingualText
from gpx_site.ops import tokens


class SubscriptionFields(models.Model):
    """The topics and roles of a subscription; none chosen means every one."""

    # Wagtail's index of references would cost queries at every request, and nothing reads it.
    wagtail_reference_index_ignore = True

    class MailLocale(models.TextChoices):
        """The language in which we write."""

        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Welsh and English")

    email_key = models.CharField(_("e-mail address"), max_length=254)
    mail_locale = models.CharField(
        _("language of correspondence"), max_length=4, choices=MailLocale
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="+", blank=True)
    roles = models.ManyToManyField(
        AudienceRole, verbose_name=_("roles"), related_name="+", blank=True
    )
    nonce = models.CharField(max_length=32, default=tokens.new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    #: What the token opens; each kind of row has its own.
    PURPOSE = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the hash of the token that e-mails carry, and save."""
        self.token_hash = tokens.digest(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        """The secret of the link in an e-mail."""
        return tokens.derive(self.nonce, self.PURPOSE)


class Request(SubscriptionFields):
    """A subscription whose address is not confirmed yet; deleted after a few days."""

    PURPOSE = "announcements-confirm"

    looks_automated = models.BooleanField(_("may have been sent by a robot"), default=False)

    class Meta:
        verbose_name = _("unconfirmed request")
        verbose_name_plural = _("unconfirmed requests")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Reads of subscribers."""

    def for_event(self, event: Event) -> Self:
        """Return the subscribers whose topics and roles match those of this event.

        An event without a topic, or without a role, matches everybody in that respect.
        """
        chosen = self
        topics, roles = event.topics.all(), event.audience.all()
        if topics:
            chosen = chosen.filter(Q(topics=None) | Q(topics__in=topics))
        if roles:
            chosen = chosen.filter(Q(roles=None) | Q(roles__in=roles))
        return chosen.distinct()


class Subscriber(SubscriptionFields):
    """A person who asked for news and confirmed it from their own mailbox."""

    PURPOSE = "announcements-leave"

    confirmed_at = models.DateTimeField(_("confirmed"), auto_now_add=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(fields=["email_key"], name="subscriber_once_per_address")
        ]


class Announcement(models.Model):
    """An e-mail to subscribers about an event: one before it, and one after."""

    class Kind(models.TextChoices):
        """When it is for."""

        BEFORE = "announcement", _("Announcement")
        AFTER = "learned", _("What we learned")

    event = models.ForeignKey(
        Event, verbose_name=_("event"), related_name="announcements", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject_en = models.CharField(_("subject in English"), max_length=120)
    subject_cy = models.CharField(_("subject in Welsh"), max_length=120)
    text_en = models.TextField(_("text in English"), max_length=3000)
    text_cy = models.TextField(_("text in Welsh"), max_length=3000)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    recipients = models.PositiveIntegerField(_("recipients"), default=0, editable=False)

    subject = BilingualText()
    text = BilingualText()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                name="announcement_once_per_event_and_kind",
                violation_error_message=_("This event has one of this kind already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_kind_display()}"
