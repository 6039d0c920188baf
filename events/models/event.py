"""Events, venues, audience roles and the parts people play: facts held once for both languages."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from events.querysets import AudienceRoleQuerySet, VenueQuerySet
from gpx_site.core.models import Contributor, Organisation, Topic
from gpx_site.i18n.bilingual import LANGUAGES, BilingualText
from gpx_site.i18n.collation import Alphabetical


def in_both_or_neither(field: str) -> Q:
    """Return the condition that a pair of fields is filled in both languages or in neither."""
    en, cy = Q(**{f"{field}_en": ""}), Q(**{f"{field}_cy": ""})
    return (en & cy) | (~en & ~cy)


def free_slug(row: models.Model, field: str, text: str) -> str:
    """Return a slug made of ``text``, with the first free number where another row has it.

    Raises:
        TypeError: ``field`` is not a slug field.
    """
    slug_field = row._meta.get_field(field)
    if not isinstance(slug_field, models.SlugField) or slug_field.max_length is None:
        raise TypeError(f"{field} is not a slug field")
    longest = slug_field.max_length - len("-1000")
    start = slugify(text)[:longest].strip("-") or str(row._meta.model_name)
    others = type(row)._default_manager.exclude(pk=row.pk)
    taken = set(others.filter(**{f"{field}__startswith": start}).values_list(field, flat=True))
    tries = (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in tries if each not in taken)


class Venue(models.Model):
    """A place where sessions are held, with a public page below the programme."""

    name_en = models.CharField(_("name in English"), max_length=120)
    name_cy = models.CharField(_("name in Welsh"), max_length=120)
    town_en = models.CharField(_("town in English"), max_length=60)
    town_cy = models.CharField(_("town in Welsh"), max_length=60)
    address_en = models.TextField(_("address in English"))
    address_cy = models.TextField(_("address in Welsh"))
    postcode = models.CharField(_("postcode"), max_length=8)
    slug = models.SlugField(
        _("slug in English"),
        max_length=140,
        unique=True,
        blank=True,
        help_text=_("Left empty, it is made from the name."),
    )
    slug_cy = models.SlugField(
        _("slug in Welsh"),
        max_length=140,
        unique=True,
        blank=True,
        help_text=_("Left empty, it is made from the name."),
    )
    travel_en = models.TextField(
        _("getting there, in English"),
        blank=True,
        help_text=_("By train, by bus, on foot and by car. A line for each."),
    )
    travel_cy = models.TextField(
        _("getting there, in Welsh"),
        blank=True,
        help_text=_("By train, by bus, on foot and by car. A line for each."),
    )
    access_en = models.TextField(
        _("getting in and around, in English"),
        blank=True,
        help_text=_(
            "Steps and lifts, toilets, hearing loop, Blue Badge parking, quiet room. A line for "
            "each; say also what there is not."
        ),
    )
    access_cy = models.TextField(
        _("getting in and around, in Welsh"),
        blank=True,
        help_text=_(
            "Steps and lifts, toilets, hearing loop, Blue Badge parking, quiet room. A line for "
            "each; say also what there is not."
        ),
    )

    name = BilingualText()
    town = BilingualText()
    address = BilingualText()
    travel = BilingualText()
    access = BilingualText()

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name_en", "name_cy")]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(fields=["name_en", "postcode"], name="venue_once_per_postcode"),
            models.CheckConstraint(
                name="venue_travel_in_both_languages",
                condition=in_both_or_neither("travel"),
                violation_error_message=_("Say in both languages how to get there."),
            ),
            models.CheckConstraint(
                name="venue_access_in_both_languages",
                condition=in_both_or_neither("access"),
                violation_error_message=_("Say in both languages how to get in and around."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill the slug of each language that has none, and save."""
        for language, field in zip(LANGUAGES, ("slug", "slug_cy"), strict=True):
            if not getattr(self, field):
                name, town = getattr(self, f"name_{language}"), getattr(self, f"town_{language}")
                setattr(self, field, free_slug(self, field, f"{name} {town}"))
        super().save(*args, **kwargs)

    @property
    def slugs(self) -> dict[str, str]:
        """The slug in each language."""
        return {"en": self.slug, "cy": self.slug_cy}


class AudienceRole(models.Model):
    """A role that events are for, such as finance managers, with a public page."""

    slug = models.SlugField(_("slug in English"), unique=True)
    slug_cy = models.SlugField(
        _("slug in Welsh"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Left empty, it is made from the name."),
    )
    name_en = models.CharField(_("name in English"), max_length=80, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=80, unique=True)

    name = BilingualText()

    objects = AudienceRoleQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name_en", "name_cy")]
        verbose_name = _("audience role")
        verbose_name_plural = _("audience roles")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill the Welsh slug where it is empty, and save."""
        self.slug_cy = self.slug_cy or free_slug(self, "slug_cy", self.name_cy)
        super().save(*args, **kwargs)

    @property
    def slugs(self) -> dict[str, str]:
        """The slug in each language."""
        return {"en": self.slug, "cy": self.slug_cy}


class EventTopic(ItemBase):
    """A topic of an event."""

    tag = models.ForeignKey(Topic, related_name="event_items", on_delete=models.CASCADE)
    content_object = models.ForeignKey(
        "events.Event", related_name="topic_items", on_delete=models.CASCADE
    )


class Event(ClusterableModel):
    """An event: its pages describe it, its sessions are what people register for."""

    class Kind(models.TextChoices):
        """What sort of event it is."""

        SEMINAR = "seminar", _("Seminar")
        WEBINAR = "webinar", _("Webinar")

    class Kept(models.IntegerChoices):
        """How many days after a session its registrations keep names and addresses."""

        SIX_MONTHS = 183, _("Six months")
        ONE_YEAR = 365, _("One year")
        TWO_YEARS = 730, _("Two years")

    slug = models.SlugField(
        _("code"),
        unique=True,
        help_text=_("The same in both languages, and kept for good."),
    )
    title_en = models.CharField(_("title in English"), max_length=150)
    title_cy = models.CharField(_("title in Welsh"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SEMINAR)
    supported = models.BooleanField(
        _("an event of others, which we support"),
        default=False,
        help_text=_("People register with its host and never here. Name the host below."),
    )
    host_url = models.URLField(
        _("address of the host’s page"),
        blank=True,
        help_text=_("Where people register for an event of others."),
    )
    registrations_kept = models.PositiveSmallIntegerField(
        _("names and addresses are kept"),
        choices=Kept,
        default=Kept.TWO_YEARS,
        help_text=_("So long after each session; the registration form says so."),
    )
    audience = models.ManyToManyField(
        AudienceRole,
        verbose_name=_("for these roles"),
        related_name="events",
        blank=True,
    )
    topics = TaggableManager(through=EventTopic, blank=True, verbose_name=_("topics"))

    title = BilingualText()

    class Meta:
        ordering = [Alphabetical("title_en", "title_cy")]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and copy ``supported`` to the sessions as ``by_others``."""
        super().save(*args, **kwargs)
        self.sessions.exclude(by_others=self.supported).update(by_others=self.supported)


class EventRole(models.Model):
    """The part that a person or an organisation plays in an event."""

    class Part(models.TextChoices):
        """The part played."""

        HOST = "host", pgettext_lazy("part in an event", "Host")
        PARTNER = "partner", pgettext_lazy("part in an event", "Partner")
        SPEAKER = "speaker", pgettext_lazy("part in an event", "Speaker")
        CONTRIBUTOR = "contributor", pgettext_lazy("part in an event", "Contributor")

    #: The admin moves them up and down.
    sort_order_field = "position"

    event = ParentalKey(
        Event, verbose_name=_("event"), related_name="roles", on_delete=models.CASCADE
    )
    part = models.CharField(_("part"), max_length=12, choices=Part)
    contributor = models.ForeignKey(
        Contributor,
        verbose_name=_("contributor"),
        related_name="event_roles",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        related_name="event_roles",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("role in an event")
        verbose_name_plural = _("roles in events")
        constraints = [
            models.CheckConstraint(
                name="event_role_is_a_person_or_an_organisation",
                condition=models.Q(contributor__isnull=False, organisation__isnull=True)
                | models.Q(contributor__isnull=True, organisation__isnull=False),
                violation_error_message=_("Choose a contributor or an organisation, not both."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_part_display()})"

    @property
    def name(self) -> str:
        """The name of the contributor or organisation, in the active language."""
        return str(self.contributor or self.organisation)
