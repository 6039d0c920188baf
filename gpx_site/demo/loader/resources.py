"""Load resources: reports, slides, recordings and links."""

import datetime as dt

from events.models import Event
from gpx_site.core.models import Organisation
from gpx_site.demo.loader.content import paired, read
from gpx_site.demo.loader.facts import topics
from resources.models import Resource


def load_resources() -> None:
    """Create the resources; their addresses are their keys."""
    organisations = Organisation.objects.in_bulk(field_name="slug")
    for number, row in enumerate(read("resources")["resource"]):
        resource, made = Resource.objects.get_or_create(
            url=row["url"],
            defaults={
                "kind": row["kind"],
                "organisation": organisations[row["organisation"]],
                "year": row["year"],
                "source_language": row["source_language"],
                "event": Event.objects.filter(slug=row.get("event", "")).first(),
                "published_on": dt.date(row["year"], number % 10 + 1, number % 27 + 1),
                **paired(row, "title", "summary"),
            },
        )
        if made:
            resource.topics.set(topics(row["topics"]))
