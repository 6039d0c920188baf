"""Celery tasks of search."""

from celery import shared_task

from search import indexing


@shared_task(ignore_result=True, expires=30, soft_time_limit=1800)
def mirror_index() -> None:
    """Write to Elasticsearch the items that it lacks in their latest version."""
    indexing.mirror()
