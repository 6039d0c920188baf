"""What several blocks need."""

from hashlib import sha256

from django.utils.translation import gettext_lazy as _

#: The headings under which the editor's list offers the blocks.
WORDS = _("Words")
PICTURES = _("Pictures, video and documents")
EVIDENCE = _("Evidence")


def anchor(kind: str, *parts: object) -> str:
    """An id for part of a block that is the same wherever the same words are shown."""
    return f"{kind}-{sha256(repr(parts).encode()).hexdigest()[:10]}"
