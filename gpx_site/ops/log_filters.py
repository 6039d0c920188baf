"""What must not stand in a log."""

import logging
import re

# A part of an address that only a machine would write: 32 random bytes in the alphabet of URLs.
# A page's slug is as long at times, but has no capital letter.
TOKEN = re.compile(r"(?<=/)(?=[\w-]*[A-Z])[\w-]{40,}")


class WithoutLinks(logging.Filter):
    """Blots one-time links out of every line: whoever reads a log must not be able to use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its tokens."""
        text = record.getMessage()
        if TOKEN.search(text):
            record.msg, record.args = TOKEN.sub("[link]", text), ()
        return True
