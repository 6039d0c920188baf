"""Pictures."""

from itertools import count

from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

_number = count(1)


def image(**fields) -> Image:
    """A small white picture."""
    n = next(_number)
    defaults = {"title": f"Picture {n}", "file": get_test_image_file(f"picture-{n}.png")}
    return get_image_model().objects.create(**defaults | fields)
