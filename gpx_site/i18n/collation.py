"""Names in the order of the reader's dictionary.

In Welsh ch, dd, ff, ng, ll, ph, rh and th are letters, each with a place of its own: "cyfle" stands
before "chwilio", "lwc" before "llan". PostgreSQL knows that order as the collation ``cy-x-icu``.
SQLite knows none: each connection is given one of the same name, made of ``sort_key``, so that one
expression serves both.
"""

import re
import unicodedata
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
#: What stands before the letters, in Unicode's order.
MARKS = " _-–,;:!?.'‘’\"“”()[]{}@*/\\&#%+<=>|~$0123456789"
PLACES = {
    language: {each: place for place, each in enumerate([*MARKS, *alphabet])}
    for language, alphabet in ALPHABETS.items()
}
#: A letter, the longer first, and its accents.
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
    """The place of ``text`` in a dictionary: by letters, then by accents, then small letters first.

    Letters of other alphabets stand last.
    """
    found = LETTERS[language].findall(unicodedata.normalize("NFD", text))
    places = PLACES[language]
    letters = tuple(places.get(letter.lower(), 100 + ord(letter[0])) for letter, _accents in found)
    accents = tuple(accents for _letter, accents in found)
    return letters, accents, tuple(letter != letter.lower() for letter, _accents in found)


@deconstructible(path="gpx_site.i18n.collation.Alphabetical")
class Alphabetical(Func):
    """Orders by a name as the active language's dictionary would, when the query is run.

    ``Alphabetical("name_en", "name_cy")`` orders by the reader's own; one field alone serves for
    a name that is the same in both languages.
    """

    def __init__(self, en: str | F, cy: str | F | None = None, **extra: Any) -> None:
        super().__init__(en, cy or en, **extra)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, Any]:
        """Take the field and the collation of the active language."""
        language = active_language()
        field = self.get_source_expressions()[LANGUAGES.index(language)]
        return compiler.compile(Collate(field, COLLATIONS[language]))


def register_collations(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give an SQLite connection the two collations."""
    if connection.vendor == "sqlite":
        raw: Connection = connection.connection
        for language, name in COLLATIONS.items():
            raw.create_collation(name, _comparison(language))


def _comparison(language: str) -> Any:
    def compare(first: str, second: str) -> int:
        one, other = sort_key(first, language), sort_key(second, language)
        return (one > other) - (one < other)

    return compare
