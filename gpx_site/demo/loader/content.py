"""Read the content files of the demonstration."""

import tomllib
import uuid
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent.parent / "content"
IMAGES = CONTENT.parent / "images"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gpx-hub:demonstration")

Row = dict[str, Any]


@cache
def read(name: str) -> dict[str, Any]:
    """Return the parsed content file ``<name>.toml``."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def paired(row: Row, *fields: str) -> dict[str, str]:
    """Return both languages of ``fields``: ``paired(row, "name")`` gives name_en and name_cy."""
    names = [f"{field}_{language}" for field in fields for language in ("en", "cy")]
    return {name: row.get(name, "") for name in names}


def stable_uuid(key: str) -> uuid.UUID:
    """Return the identifier of ``key``, the same on every machine and every run."""
    return uuid.uuid5(NAMESPACE, key)
