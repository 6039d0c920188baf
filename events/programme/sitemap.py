"""The pages below the programme in the sitemap: venues, roles and months of the calendar."""

from collections.abc import Iterator

from django.db.models import Max
from django.db.models.functions import Coalesce, TruncMonth

from events.models import AudienceRole, EventIndexPage, EventPage, Venue
from gpx_site.i18n import language_hosts
from gpx_site.routing.sitemap import Found

SLUG_FIELDS = {"en": "slug", "cy": "slug_cy"}
CHANGED = ("last_published_at", "latest_revision_created_at")


def addresses() -> Iterator[Found]:
    """Yield every venue and role of a programme, and every month that has a session."""
    for index in EventIndexPage.objects.live().public().select_related("locale"):
        language, to_page = index.locale.language_code, "sessions__event__pages"
        pages_here = EventPage.objects.child_of(index).live().order_by()
        venues = Venue.objects.filter(**{f"{to_page}__in": pages_here.values("pk")}).order_by("pk")
        changed = Max(Coalesce(*(f"{to_page}__{name}" for name in CHANGED)))
        venues = venues.annotate(changed=changed)
        for pk, slug, latest in venues.values_list("pk", SLUG_FIELDS[language], "changed"):
            url = language_hosts.absolute(index.sub_url("venue", slug=slug))
            yield Found((index.translation_key, "venue", pk), language, url, latest)
        for role in AudienceRole.objects.for_programme(index):
            url = language_hosts.absolute(index.sub_url("role", slug=role.slugs[language]))
            yield Found((index.translation_key, "role", role.pk), language, url)
        starts = index.sessions().order_by().annotate(month=TruncMonth("starts_at"))
        for month in starts.values_list("month", flat=True).distinct():
            url = language_hosts.absolute(
                index.sub_url("month", year=month.year, month=month.month)
            )
            yield Found((index.translation_key, "month", month), language, url)
