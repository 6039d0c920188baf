"""Text that people type."""

import unicodedata

CONTROL = {"Cc", "Cs"}


def plain(text: str) -> str:
    """The text without control characters, which no export and no page can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in lines if char in "\n\t" or unicodedata.category(char) not in CONTROL)
    return "".join(kept).strip()
