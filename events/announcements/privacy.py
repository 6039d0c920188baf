"""Subscriptions in erasure and subject access."""

from django.utils.translation import gettext as _

from events.announcements.models import Request, Subscriber
from events.announcements.services import choices_of
from gpx_site.core.models import Person
from gpx_site.privacy import erasure
from gpx_site.privacy.subject_access import Section, exporter, item, items_of


@erasure.eraser
def erase_subscriptions(person: Person) -> dict[str, int]:
    """Delete the requests and subscriptions of the person's address."""
    count = 0
    for model in (Request, Subscriber):
        rows = model.objects.filter(email_key=person.email_key)
        count += rows.count()
        rows.delete()
    return {"subscriptions deleted": count}


@exporter
def export_subscriptions(person: Person) -> list[Section]:
    """Export the topics and roles that the person subscribed to."""
    records = []
    for row in Subscriber.objects.filter(email_key=person.email_key):
        topics, roles = choices_of(row)
        records.append(
            [
                *items_of(row, "email_key", "mail_locale", "confirmed_at"),
                item("topics", _("Topics"), topics, ", ".join(topics) or _("All topics")),
                item("roles", _("Roles"), roles, ", ".join(roles) or _("All roles")),
            ]
        )
    return [Section("subscriptions", _("News by email"), records)]
