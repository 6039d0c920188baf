"""Collation: sort names by the alphabet of the active language.

In Welsh ch, dd, ff, ng, ll, ph, rh and th are letters of the alphabet: "cyfle" sorts before
"chwilio", "lwc" before "llan". PostgreSQL has this order as the collation ``cy-x-icu``. SQLite has
none: a collation of the same name, based on ``sort_key``, is registered on each connection, so that
one expression works on both databases.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from sqlite3 import Connection
from string import ascii_lowercase
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func
from django.db.models.functions import Collate
from django.db.models.sql.compiler import SQLCompiler
from django.utils.deconstruct import deconstructible

from gpx_site.i18n.bilingual import LANGUAGES, active_language

COLLATIONS = {"en": "en-x-icu", "cy": "cy-x-icu"}
WELSH = "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z"
ALPHABETS = {"en": ascii_lowercase, "cy": WELSH.split()}
#: The characters that sort before the letters, in the order of Unicode's collation.
MARKS = " _-–,;:!?.'‘’\"“”()[]{}@*/\\&#%+<=>|~$0123456789"
POSITIONS = {
    language: {each: position for position, each in enumerate([*MARKS, *alphabet])}
    for language, alphabet in ALPHABETS.items()
}
#: A letter (digraphs first) and its accents.
LETTERS = {
    language: re.compile(
        f"({'|'.join(sorted(alphabet, key=len, reverse=True))}|.)([\u0300-\u036f]*)",
        re.DOTALL | re.IGNORECASE,
    )
    for language, alphabet in ALPHABETS.items()
}

SortKey = tuple[tuple[int, ...], tuple[str, ...], tuple[bool, ...]]


@lru_cache(maxsize=10_000)
def sort_key(text: str, language: str) -> SortKey:
    """Return the sort key of ``text``: by letters, then by accents, then lower case first.

    Letters of other alphabets sort last.
    """
    found = LETTERS[language].findall(unicodedata.normalize("NFD", text))
    positions = POSITIONS[language]
    letters = tuple(
        positions.get(letter.lower(), 100 + ord(letter[0])) for letter, _accents in found
    )
    accents = tuple(accents for _letter, accents in found)
    return letters, accents, tuple(letter != letter.lower() for letter, _accents in found)


@deconstructible(path="gpx_site.i18n.collation.Alphabetical")
class Alphabetical(Func):
    """Order by a name in the alphabetical order of the language that is active when the query runs.

    ``Alphabetical("name_en", "name_cy")`` orders by the field of that language; a name that is the
    same in both languages is given as one field.
    """

    def __init__(self, en: str | F, cy: str | F | None = None, **extra: Any) -> None:
        super().__init__(en, cy or en, **extra)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, Any]:
        """Compile the field and the collation of the active language."""
        language = active_language()
        field = self.get_source_expressions()[LANGUAGES.index(language)]
        return compiler.compile(Collate(field, COLLATIONS[language]))


def register_collations(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Register the two collations on an SQLite connection."""
    if connection.vendor == "sqlite":
        raw: Connection = connection.connection
        for language, name in COLLATIONS.items():
            raw.create_collation(name, _comparison(language))


def _comparison(language: str) -> Callable[[str, str], int]:
    def compare(first: str, second: str) -> int:
        one, other = sort_key(first, language), sort_key(second, language)
        return (one > other) - (one < other)

    return compare
