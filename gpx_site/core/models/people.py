"""People and organisations: attendees, authors, speakers, and their organisations."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gpx_site.i18n.bilingual import BilingualText
from gpx_site.i18n.collation import Alphabetical


class Sector(models.TextChoices):
    """The public sector of an organisation."""

    LOCAL_GOVERNMENT = "local_government", _("Local government")
    HEALTH = "health", _("Health")
    POLICE = "police", _("Police")
    FIRE = "fire", _("Fire and rescue")
    NATIONAL_PARK = "national_park", _("National parks")
    HOUSING = "housing", _("Housing")
    CENTRAL_GOVERNMENT = "central_government", _("Central government")
    THIRD_SECTOR = "third_sector", _("Third sector")
    EDUCATION = "education", _("Education")
    AUDIT = "audit", _("Audit and inspection")


def normalise_name(name: str) -> str:
    """Return ``name`` for comparison: no accents, case-folded, single spaces."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


def normalise_email(email: str) -> str:
    """Return ``email`` as the key of a person: trimmed, NFKC, case-folded."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


#: The prefix of the key of an erased person. The key has no at sign, unlike every address.
ERASED = "erased-"


class Organisation(ClusterableModel):
    """A public body or other organisation."""

    name_en = models.CharField(_("name in English"), max_length=150, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=150, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    sector = models.CharField(_("sector"), max_length=30, choices=Sector)

    name = BilingualText()

    class Meta:
        ordering = [Alphabetical("name_en", "name_cy")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name that people type for an organisation."""

    organisation = ParentalKey(
        Organisation,
        verbose_name=_("organisation"),
        related_name="aliases",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("other name"), max_length=150)
    name_key = models.CharField(max_length=150, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name of an organisation")
        verbose_name_plural = _("other names of organisations")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Update the comparison key."""
        self.name_key = normalise_name(self.name)
        super().save(*args, **kwargs)


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of people."""

    def known(self) -> "PersonQuerySet":
        """Return the people who have not been erased."""
        return self.exclude(Q(email_key__startswith=ERASED) & ~Q(email_key__contains="@"))


class Person(models.Model):
    """An attendee, one per normalised e-mail address."""

    # Wagtail's reference index would cost queries at every booking, and nothing reads it.
    wagtail_reference_index_ignore = True

    class Language(models.TextChoices):
        """The language of correspondence."""

        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")
        UNKNOWN = "unknown", _("Not known")

    email_key = models.CharField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    language = models.CharField(
        _("language of correspondence"),
        max_length=8,
        choices=Language,
        default=Language.UNKNOWN,
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email_key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Normalise the e-mail address."""
        self.email_key = normalise_email(self.email_key)
        super().save(*args, **kwargs)


class Contributor(models.Model):
    """An author or speaker: staff or guest, with a public biography."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    role_en = models.CharField(_("role in English"), max_length=150)
    role_cy = models.CharField(_("role in Welsh"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    is_staff = models.BooleanField(
        _("on our own staff"),
        default=False,
        help_text=_("Everybody else is shown as a guest."),
    )
    biography_en = models.TextField(_("biography in English"), blank=True)
    biography_cy = models.TextField(_("biography in Welsh"), blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    role = BilingualText()
    biography = BilingualText()

    class Meta:
        ordering = [Alphabetical("name"), "id"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name
