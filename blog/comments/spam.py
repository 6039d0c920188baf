"""What makes a comment look like spam; pure, but for the time of day.

None of it is proof, so nothing is thrown away: what looks like spam waits in a queue of its own.
"""

import hashlib
import re
import time
import unicodedata

from django.core import signing

from blog.comments.states import Suspicion

#: Nobody reads the form and writes a comment faster than this.
HUMAN_SECONDS = 3
#: More links than anybody needs to make a point.
LINKS_ALLOWED = 2
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
#: "cheap-pills.example", but not "J.Jones" or "Dr. Jones".
DOMAIN = re.compile(r"\w\.[a-z]{2,}\b")

_signer = signing.Signer(salt="blog.comments.form")


def stamp(post_key: str) -> str:
    """The signed moment at which a form for this post was opened."""
    return _signer.sign_object({"post": post_key, "at": int(time.time())})


def is_stamp(value: str, post_key: str) -> bool:
    """Whether ``value`` was stamped for this post."""
    return _age(value, post_key) is not None


def _age(value: str, post_key: str) -> float | None:
    """The seconds since ``value`` was stamped for this post; None where it was not."""
    try:
        content = _signer.unsign_object(value)
    except (signing.BadSignature, ValueError):
        return None
    return time.time() - content["at"] if content["post"] == post_key else None


def suspicions(
    *, name: str, text: str, trap: str, opened: str, post_key: str
) -> frozenset[Suspicion]:
    """What speaks against a comment, by its own content and the form that it came from."""
    age = _age(opened, post_key)
    found = {
        Suspicion.TRAP: bool(trap),
        Suspicion.HURRY: age is None or age < HUMAN_SECONDS,
        Suspicion.LINKS: len(LINK.findall(text)) > LINKS_ALLOWED or bool(DOMAIN.search(name)),
    }
    return frozenset(suspicion for suspicion, holds in found.items() if holds)


def digest(text: str) -> str:
    """The digest of ``text`` as it is compared: letters and digits alone, in one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(char for char in folded if char.isalnum()) or folded
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
