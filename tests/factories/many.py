"""Live pages by the hundred, for tests that only read them.

A page placed one by one is validated, saved, indexed for search and for references and owed to the
outbox, which takes 50 ms; here it takes one. What editors alone read is left out: revisions, the
log, readiness and both indices.
"""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page

from tests.factories.locales import locale

PageType = TypeVar("PageType", bound=Page)


def many_twins(
    parents: tuple[Page, Page], pairs: Sequence[tuple[PageType, PageType]]
) -> list[tuple[PageType, PageType]]:
    """Place the English and the Welsh page of each pair under their parents, as live pages."""
    if not pairs:
        return []
    for en, cy in pairs:
        en.translation_key = cy.translation_key = uuid.uuid4()
    for language, parent, pages in zip(
        ("en", "cy"), parents, zip(*pairs, strict=True), strict=True
    ):
        many_pages(parent, pages, language)
    return [*pairs]


def ground(parents: tuple[Page, Page], en: PageType, cy: PageType) -> tuple[PageType, PageType]:
    """Place a pair on which a test stands without looking at it: the front pages, an index."""
    return many_twins(parents, [(en, cy)])[0]


def many_pages(parent: Page, pages: Sequence[PageType], language: str, live: bool = True) -> None:
    """Place ``pages``, all of one model, under ``parent``."""
    parent.refresh_from_db()  # other objects may have placed pages under it
    model, now = type(pages[0]), timezone.now()
    last = parent.get_last_child()
    first = Page._str2int(last.path[-Page.steplen :]) + 1 if last else 1
    for place, page in enumerate(pages, first):
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, place)
        page.locale, page.live, page.draft_title = locale(language), live, page.title
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type = ContentType.objects.get_for_model(model)
        page.first_published_at = page.last_published_at = now if live else None
    _insert(model, pages)
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def _insert(model: type[Model], pages: Sequence[Page]) -> None:
    """Insert the rows of ``Page``, then those of ``model``: two statements a batch."""
    inherited = [field.attname for field in Page._meta.local_concrete_fields if field.name != "id"]
    rows = [Page(**{name: getattr(page, name) for name in inherited}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
        page.pk = page.id = row.pk
        page._state.adding, page._state.db = False, row._state.db
    # bulk_create refuses a model that inherits a table; what it does for others is this.
    fields = model._meta.local_concrete_fields
    QuerySet(model)._batched_insert(pages, fields, batch_size=None)
