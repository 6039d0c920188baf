"""The database index, which is always kept; Elasticsearch, where there is one, mirrors it."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.sql.compiler import SQLCompiler

# Django's lookups take a type argument in the stubs alone.
if TYPE_CHECKING:
    TextLookup = models.Lookup[str]
else:
    TextLookup = models.Lookup


class IndexedItemQuerySet(models.QuerySet["IndexedItem"]):
    """Reads of items."""

    def unmirrored(self) -> Self:
        """Return the items that Elasticsearch lacks in their latest version, oldest first."""
        return self.filter(mirrored_version__lt=F("version")).order_by("updated_at")


class IndexedItem(models.Model):
    """An object that search may find, and how often its documents have been written.

    ``name`` is ``"resource:<pk>"``, or ``"page:<translation key>"`` for a page and its
    translation. The row outlives its documents, so that a late write of an old version is
    recognised.
    """

    name = models.CharField(max_length=80, unique=True)
    version = models.PositiveBigIntegerField(default=0)
    mirrored_version = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IndexedItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["updated_at"],
                name="search_unmirrored",
                condition=models.Q(mirrored_version__lt=F("version")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class SearchDocument(models.Model):
    """The document of an item for readers of one language.

    The keys come from ``search.analysis``. ``vector`` is filled by PostgreSQL itself; SQLite has
    ``FullText`` beside this table instead.
    """

    item = models.ForeignKey(IndexedItem, related_name="documents", on_delete=models.CASCADE)
    language = models.CharField(max_length=2)
    version = models.PositiveBigIntegerField()
    type = models.CharField(max_length=12)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    text_language = models.CharField(max_length=2)
    source_language = models.CharField(max_length=4)
    source = models.CharField(max_length=255, blank=True)
    url = models.CharField(max_length=500)
    date = models.DateField()
    title_keys = models.TextField()
    body_keys = models.TextField(blank=True)
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="document_once_per_language")
        ]
        indexes = [models.Index(fields=["language", "-date", "-id"], name="search_newest")]

    def __str__(self) -> str:
        return self.title


class DocumentFacet(models.Model):
    """One value of one facet of a document; a document may have several."""

    document = models.ForeignKey(SearchDocument, related_name="facets", on_delete=models.CASCADE)
    language = models.CharField(max_length=2)
    facet = models.CharField(max_length=16)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "facet", "value"], name="facet_value_once_per_document"
            )
        ]
        indexes = [models.Index(fields=["language", "facet", "value"], name="search_facet_counts")]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class FullText(models.Model):
    """SQLite's FTS5 table over the documents' keys; triggers keep it.

    ``entry`` and ``rank`` are the columns that FTS5 hides in every table: one to match against,
    the other the order of relevance (lower is better).
    """

    document = models.OneToOneField(
        SearchDocument,
        primary_key=True,
        db_column="rowid",
        related_name="full_text",
        on_delete=models.DO_NOTHING,
    )
    entry = models.TextField(db_column="search_fulltext")
    rank = models.FloatField()

    class Meta:
        managed = False
        db_table = "search_fulltext"

    def __str__(self) -> str:
        return str(self.document_id)


class Matches(TextLookup):
    """``full_text__entry__matches="..."``: FTS5's own query language."""

    lookup_name = "matches"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Write ``column MATCH query``."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)


models.TextField.register_lookup(Matches)
