"""Tokens of links that give access without an account.

A token is 256 bits, derived from a random nonce and the secret key: the row stores the nonce and
the SHA-256 of the token. A message that is rendered again has the same link, an incoming token is
found by its hash, and neither a copy of the database nor the secret key alone gives access. After a
change of the secret key, links that were sent still work by their hash.
"""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac


def new_nonce() -> str:
    """Return 128 random bits as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def derive(nonce: str, purpose: str) -> str:
    """Return the token of ``nonce`` for ``purpose``: 43 characters that are safe in a URL."""
    mac = salted_hmac(f"gpx_site.ops.tokens.{purpose}", nonce, algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()).rstrip(b"=").decode("ascii")


def digest(token: str) -> str:
    """Return what is stored of ``token``: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
