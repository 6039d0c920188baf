"""The erasure of a person's comments, and their part of subject access."""

from django.utils.translation import gettext as _

from blog.comments.models import Comment
from blog.comments.querysets import CommentQuerySet
from blog.comments.states import State
from gpx_site.core.models import Person
from gpx_site.core.models.people import normalise_name
from gpx_site.privacy import erasure, subject_access


@erasure.eraser_by_name
def erase_comments(person: Person) -> dict[str, int]:
    """Take a person's name off comments.

    A comment has no address, so the name alone can tell; one word of it ("Mari") would be
    somebody else's as well. What it says stays, for others have answered it.
    """
    return {"comments without their name": _under_the_name_of(person).update(name="")}


@subject_access.exporter
def export_comments(person: Person) -> list[subject_access.Section]:
    """Export the published comments under the person's name."""
    rows = _under_the_name_of(person).filter(state=State.PUBLISHED).order_by("sent_at")
    records = [subject_access.items_of(row, "name", "text", "language", "sent_at") for row in rows]
    return [subject_access.Section("comments", _("Published comments under your name"), records)]


def _under_the_name_of(person: Person) -> CommentQuerySet:
    wanted = normalise_name(person.name)
    names = Comment.objects.exclude(name="").values_list("name", flat=True).distinct()
    theirs = [name for name in names if " " in wanted and normalise_name(name) == wanted]
    return Comment.objects.filter(name__in=theirs)
