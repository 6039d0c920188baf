"""Whether a page is outdated beside its translation, and since when."""

import datetime as dt
from dataclasses import dataclass

from wagtail.models import Page

from gpx_site.translations.checks import newest, translation_of
from gpx_site.translations.fingerprint import fingerprint
from gpx_site.translations.models import Readiness


def is_stale(page: Page) -> bool:
    """Return whether the text of the translation has changed since ``page`` was last ready."""
    return stale_since(page) is not None


def stale_since(page: Page) -> dt.datetime | None:
    """Return when ``page`` became outdated beside its translation, or None if it is not.

    A draft of the translation counts, since it waits for ``page``. If both have changed, the one
    that changed second is being brought up to date: only the first change made the other outdated.
    A page that was never declared ready cannot be measured.
    """
    translation = translation_of(page)
    last = last_match(page, translation) if translation else None
    if last is None or not page.live:
        return None
    changed = _changed_at(translation, last.twin_words, last.at)
    answered = _changed_at(page, last.words, last.at)
    if changed and answered and answered < changed:
        return None
    return changed


@dataclass(frozen=True)
class Match:
    """The text of a page and of its translation when one was declared ready beside the other."""

    words: str
    twin_words: str
    at: dt.datetime


def last_match(page: Page, translation: Page) -> Match | None:
    """Return when ``page`` and ``translation`` last said the same, or None if never declared."""
    matched = Readiness.objects.filter(page__in=[page, translation])
    last = matched.order_by("-declared_at").first()
    if last is None:
        return None
    own, other = last.words, last.twin_words
    if last.page_id == translation.pk:
        own, other = other, own
    return Match(own, other, last.declared_at)


def _changed_at(page: Page, words: str, since: dt.datetime) -> dt.datetime | None:
    """Return when ``page`` first changed after ``since``; None if its text is still ``words``."""
    if fingerprint(newest(page)) == words:
        return None
    first = page.revisions.filter(created_at__gt=since).order_by("created_at").first()
    return first.created_at if first else since
