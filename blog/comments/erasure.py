"""What comments do when a person is erased."""

from blog.comments.models import Comment
from gpx_site.core import erasure
from gpx_site.core.models import Person
from gpx_site.core.models.people import normalise_name


@erasure.eraser
def erase_comments(person: Person) -> dict[str, int]:
    """Take a person's name off comments.

    A comment has no address, so the name alone can tell; one word of it ("Mari") would be
    somebody else's as well. What it says stays, for others have answered it.
    """
    wanted = normalise_name(person.name)
    names = Comment.objects.exclude(name="").values_list("name", flat=True).distinct()
    theirs = [name for name in names if " " in wanted and normalise_name(name) == wanted]
    return {"comments without their name": Comment.objects.filter(name__in=theirs).update(name="")}
