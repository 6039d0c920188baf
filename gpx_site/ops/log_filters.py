"""Filters that remove secrets from logs."""

import logging
import re

# A path segment of 32 random bytes in URL-safe base64. The slug of a page may be as long, but has
# no capital letter.
TOKEN = re.compile(r"(?<=/)(?=[\w-]*[A-Z])[\w-]{40,}")


class WithoutLinks(logging.Filter):
    """Replace the tokens of one-time links, so that readers of a log cannot use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record, with its tokens replaced."""
        text = record.getMessage()
        if TOKEN.search(text):
            record.msg, record.args = TOKEN.sub("[link]", text), ()
        return True
