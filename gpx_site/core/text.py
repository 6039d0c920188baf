"""Plain text from users."""

import unicodedata

CONTROL = {"Cc", "Cs"}


def plain(text: str) -> str:
    """Return the text without control characters, which exports and pages cannot contain."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in lines if char in "\n\t" or unicodedata.category(char) not in CONTROL)
    return "".join(kept).strip()
