"""Load topics, organisations, contributors, venues, events and their sessions."""

import datetime as dt

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from events.models import AudienceRole, Event, EventRole, EventSession, Photograph, Venue
from gpx_site.core.models import Contributor, Organisation, OrganisationAlias, Topic
from gpx_site.core.models.people import normalise_name
from gpx_site.demo.loader.content import IMAGES, Row, paired, read, stable_uuid


def load_topics() -> None:
    """Create the topics."""
    for row in read("topics")["topic"]:
        Topic.objects.get_or_create(
            slug=row["slug_en"],
            defaults={
                "name": row["name_en"],
                "name_cy": row["name_cy"],
                "slug_cy": row["slug_cy"],
            },
        )


def topics(keys: list[str]) -> list[Topic]:
    """Return the topics with these content keys."""
    slugs = {row["key"]: row["slug_en"] for row in read("topics")["topic"]}
    return list(Topic.objects.filter(slug__in=[slugs[key] for key in keys]))


def load_organisations() -> None:
    """Create the organisations with their other names."""
    for row in read("organisations")["organisation"]:
        organisation, made = Organisation.objects.get_or_create(
            slug=row["key"], defaults={"sector": row["sector"], **paired(row, "name")}
        )
        for alias in row["aliases"] if made else []:
            OrganisationAlias.objects.get_or_create(
                name_key=normalise_name(alias),
                defaults={"organisation": organisation, "name": alias},
            )


def load_image(filename: str) -> AbstractImage | None:
    """Return the picture made from ``filename``, or None if that is empty."""
    if not filename:
        return None
    model = get_image_model()
    title = filename.partition(".")[0].replace("-", " ").capitalize()
    found = model.objects.filter(title=title).first()
    if found:
        return found
    with (IMAGES / filename).open("rb") as handle:
        return model.objects.create(title=title, file=ImageFile(handle, name=filename))


def load_contributors() -> None:
    """Create the authors and speakers."""
    organisations = Organisation.objects.in_bulk(field_name="slug")
    for row in read("contributors")["contributor"]:
        if Contributor.objects.filter(slug=row["key"]).exists():
            continue
        Contributor.objects.create(
            slug=row["key"],
            name=row["name"],
            organisation=organisations[row["organisation"]],
            is_staff=row.get("is_staff", False),
            image=load_image(row["image"]),
            **paired(row, "role", "biography"),
        )


def load_venues() -> None:
    """Create the venues."""
    for row in read("venues")["venue"]:
        Venue.objects.get_or_create(
            name_en=row["name_en"],
            postcode=row["postcode"],
            defaults=paired(row, "name", "town", "address", "travel", "access"),
        )


def load_events() -> None:
    """Create the events with their audiences, roles and sessions."""
    for row in read("events")["audience"]:
        AudienceRole.objects.get_or_create(slug=row["key"], defaults=paired(row, "name"))
    for row in read("events")["event"]:
        event, made = Event.objects.get_or_create(
            slug=row["key"],
            defaults={
                "kind": row["kind"],
                "supported": row.get("supported", False),
                "host_url": row.get("host_url", ""),
                **paired(row, "title"),
            },
        )
        if made:
            event.audience.set(AudienceRole.objects.filter(slug__in=row["audience"]))
            event.topics.set(topics(row["topics"]))
            _load_roles(event, row["roles"])
            _load_photographs(event, row.get("photograph", []))
        for session in row["session"]:
            _load_session(event, session)


def _load_roles(event: Event, rows: list[Row]) -> None:
    for position, row in enumerate(rows):
        EventRole.objects.create(
            event=event,
            part=row["role"],
            position=position,
            contributor=Contributor.objects.filter(slug=row.get("contributor", "")).first(),
            organisation=Organisation.objects.filter(slug=row.get("organisation", "")).first(),
        )


def _load_photographs(event: Event, rows: list[Row]) -> None:
    for position, row in enumerate(rows):
        Photograph.objects.create(
            event=event,
            sort_order=position,
            image=load_image(row["picture"]),
            **paired(row, "alt", "caption"),
        )


def _load_session(event: Event, row: Row) -> None:
    venues = {each["key"]: each["name_en"] for each in read("venues")["venue"]}
    ends_at = moment(row["start_day"], row["end_time"])
    over = ends_at < timezone.now()
    EventSession.objects.get_or_create(
        uid=stable_uuid(row["key"]),
        defaults={
            "event": event,
            "mode": row["mode"],
            "venue": Venue.objects.filter(name_en=venues.get(row.get("venue"), "")).first(),
            "starts_at": moment(row["start_day"], row["start_time"]),
            "ends_at": ends_at,
            "status": EventSession.Status.COMPLETED if over else EventSession.Status.SCHEDULED,
            "capacity": row.get("capacity"),
            "join_url": f"https://example.org/join/{row['key']}" if row["mode"] == "online" else "",
            "delivery_language": row["delivery_language"],
            "translation_provided": row["translation_provided"],
            "captions_provided": row["captions"],
            "bsl_provided": row["bsl"],
        },
    )


def moment(day: int, time: str) -> dt.datetime:
    """Return ``time`` (``"09:30"``, in Wales) on the working day nearest to ``day`` days ahead."""
    date = timezone.localdate() + dt.timedelta(days=day)
    if date.weekday() >= 5:  # nobody holds a seminar at the weekend
        date += dt.timedelta(days=7 - date.weekday() if day > 0 else 4 - date.weekday())
    return timezone.make_aware(dt.datetime.combine(date, dt.time.fromisoformat(time)))
