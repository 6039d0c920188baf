"""Pictures."""

from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from tests.factories.numbers import next_number


def image(**fields) -> Image:
    """A small white picture."""
    n = next_number()
    defaults = {"title": f"Picture {n}", "file": get_test_image_file(f"picture-{n}.png")}
    return get_image_model().objects.create(**defaults | fields)
