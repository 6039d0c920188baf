"""Pictures with their renditions, many in one query."""

import copy
from collections.abc import Iterable

from django.db.models import FilteredRelation
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage


def pictures(keys: Iterable[int], known: Iterable[AbstractImage] = ()) -> dict[int, AbstractImage]:
    """Return the pictures with these ``keys``, by key, with their existing renditions.

    The pictures in ``known`` get their renditions from the same query.
    """
    beside = [*known]
    wanted = {*keys, *(each.pk for each in beside)}
    # Queried from the pictures, since a new one has no rendition yet.
    rows = get_image_model().objects.filter(pk__in=wanted)
    rows = rows.annotate(rendition=FilteredRelation("renditions")).select_related("rendition")
    found: dict[int, AbstractImage] = {}
    for row in rows.order_by("rendition__pk") if wanted else ():
        picture = found.setdefault(row.pk, row)
        shapes = picture.__dict__.setdefault("prefetched_renditions", [])
        if rendition := getattr(row, "rendition", None):
            shapes.append(rendition)
    for each in beside:
        if each.pk in found:
            _give_renditions(each, found[each.pk])
    return found


def own_picture(picture: AbstractImage) -> AbstractImage:
    """Return a copy of ``picture`` that can have its own description.

    A rendition has the description of the picture that it belongs to.
    """
    copied = copy.copy(picture)
    _give_renditions(copied, picture)
    return copied


def _give_renditions(picture: AbstractImage, other: AbstractImage) -> None:
    """Give ``picture`` copies of the renditions of ``other``."""
    picture.prefetched_renditions = [copy.copy(each) for each in other.prefetched_renditions]
    for each in picture.prefetched_renditions:
        each.image = picture
