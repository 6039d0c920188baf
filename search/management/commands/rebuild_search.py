"""``manage.py rebuild_search``: build the search index anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines.base import EngineUnavailable
from search.models import SearchDocument

BAR = 30  # characters


class Command(BaseCommand):
    """Rebuild the database index and then, where one is configured, Elasticsearch's."""

    help = "Builds the search index anew; when that fails, the one in use is left as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the choice of one engine."""
        parser.add_argument("--engine", choices=["database", "elasticsearch"])

    def handle(self, *args: Any, engine: str | None, **options: Any) -> None:
        """Rebuild; exit 1 where that is not possible."""
        if engine == "elasticsearch" and not settings.ELASTICSEARCH_NODES:
            raise CommandError("ELASTICSEARCH_URL should be set to rebuild that index")
        if engine != "elasticsearch":
            self._rebuild_database()
        if engine != "database" and settings.ELASTICSEARCH_NODES:
            self._rebuild_elasticsearch()

    def _rebuild_database(self) -> None:
        try:
            count = indexing.rebuild(self._progress)
        except Exception as error:
            raise CommandError(f"The database index could not be rebuilt: {error!r}") from error
        self.stdout.write(f"Database: {count} items")

    def _rebuild_elasticsearch(self) -> None:
        # Only those who run a cluster load its client.
        from search.engines.elasticsearch import ElasticsearchEngine

        total = SearchDocument.objects.count()
        try:
            count = ElasticsearchEngine().rebuild(lambda done: self._progress(done, total))
        except EngineUnavailable as error:
            raise CommandError(f"The Elasticsearch index is as it was: {error}") from error
        indexing.mirror()
        self.stdout.write(f"Elasticsearch: {count} documents")

    def _progress(self, done: int, total: int) -> None:
        """Draw a bar: in place on a terminal, else one character at a time."""
        filled, before = (BAR * each // max(total, 1) for each in (done, done - 1))
        if filled == before and done != total:
            return
        if self.stdout.isatty():
            self.stdout.write(f"\r[{'#' * filled:<{BAR}}] {done}/{total}", ending="")
        else:
            self.stdout.write("#" * (filled - before), ending="")
        if done >= total:
            self.stdout.write("")
