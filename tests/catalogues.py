"""All of our own Welsh: the project's catalogue and the overlay of other packages' messages."""

from functools import cache

import polib

from gpx_site.i18n import catalogue


@cache
def welsh_entries() -> list[polib.POEntry]:
    """Return every entry of them."""
    overlays = (polib.pofile(str(path)) for path in catalogue.overlay_paths())
    return [*catalogue.read_po(), *(entry for overlay in overlays for entry in overlay)]
