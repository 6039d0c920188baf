"""Helpers of several blocks."""

from hashlib import sha256

from django.utils.translation import gettext_lazy as _

#: The groups of blocks in the editor's list.
WORDS = _("Words")
PICTURES = _("Pictures, video and documents")
EVIDENCE = _("Evidence")


def anchor(kind: str, *parts: object) -> str:
    """Return an id for part of a block, the same wherever the same text is shown."""
    return f"{kind}-{sha256(repr(parts).encode()).hexdigest()[:10]}"
