"""What is below the programme, for the sitemap: venues, roles, and months of the calendar."""

from collections.abc import Iterator

from django.db.models import Max
from django.db.models.functions import Coalesce, TruncMonth

from events.models import AudienceRole, EventIndexPage, EventPage, Venue
from gpx_site.i18n import language_hosts
from gpx_site.routing.sitemap import Found

CHANGED = ("last_published_at", "latest_revision_created_at")


def addresses() -> Iterator[Found]:
    """Yield every venue and role that a programme tells of, and every month that has something."""
    for index in EventIndexPage.objects.live().public().select_related("locale"):
        language, to_page = index.locale.language_code, "sessions__event__pages"
        told = EventPage.objects.child_of(index).live().order_by()
        venues = Venue.objects.filter(**{f"{to_page}__in": told.values("pk")}).order_by("pk")
        changed = Max(Coalesce(*(f"{to_page}__{name}" for name in CHANGED)))
        for venue in venues.annotate(changed=changed):
            url = language_hosts.absolute(index.sub_url("venue", slug=venue.slugs[language]))
            yield Found((index.translation_key, "venue", venue.pk), language, url, venue.changed)
        for role in AudienceRole.objects.for_programme(index):
            url = language_hosts.absolute(index.sub_url("role", slug=role.slugs[language]))
            yield Found((index.translation_key, "role", role.pk), language, url)
        starts = index.sessions().order_by().annotate(month=TruncMonth("starts_at"))
        for month in starts.values_list("month", flat=True).distinct():
            url = language_hosts.absolute(
                index.sub_url("month", year=month.year, month=month.month)
            )
            yield Found((index.translation_key, "month", month), language, url)
