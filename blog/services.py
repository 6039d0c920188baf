"""Services of reblogs: request one, fetch it into a draft, check that originals still exist.

The network is never asked inside a transaction.
"""

import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from blog import reblogs
from blog.models import BlogIndexPage, BlogPage
from blog.models.reblogs import Reblog
from gpx_site.outbox import services as outbox
from gpx_site.safe_http import errors
from gpx_site.safe_http.client import FEEDS, Fetched, fetch
from gpx_site.safe_http.errors import FetchError
from gpx_site.safe_http.urls import PUBLIC_WEB, AddressPolicy, parse

FETCH, CHECK = "reblog.fetch", "reblog.check"
State = Reblog.State


class AlreadyReblogged(FetchError):
    """A post of ours passes it on already."""

    code = "already-reblogged"
    message = _("We have shared this post already.")


class NotAPost(FetchError):
    """There is no title on the page, or no entry in the feed."""

    code = "not-a-post"
    message = _("There is no post with a title at this address.")


def request_reblog(*, url: str, blog: BlogIndexPage, actor: User | None) -> Reblog:
    """Enqueue the fetching of ``url`` into a draft below ``blog``; return its row.

    Safe to repeat: an address that is being fetched, or has become a page, is left as it is; one
    that failed, or whose page was deleted, is fetched again. Raises ``AddressInvalid`` or
    ``AddressBlocked`` for what is no web address.
    """
    asked = parse(url).url
    fields = {"blog": blog, "asked_by": actor}
    with transaction.atomic():
        reblog, created = Reblog.objects.select_for_update(of=("self",)).get_or_create(
            asked=asked, defaults=fields
        )
        if not created and (reblog.state == State.QUEUED or reblog.page_id):
            return reblog
        reblog.blog, reblog.asked_by, reblog.asked_at = blog, actor, timezone.now()
        reblog.state, reblog.problem, reblog.url = State.QUEUED, "", ""
        reblog.save()
        outbox.enqueue(FETCH, key=uuid.uuid4().hex, payload={"reblog": reblog.pk})
    return reblog


def fetch_reblog(*, reblog_id: int, policy: AddressPolicy = PUBLIC_WEB) -> None:
    """Fetch the post and make its draft, or note why not; safe to repeat.

    Either the whole draft is there and the row says so, or there is none and the row says why.
    """
    reblog = Reblog.objects.filter(pk=reblog_id, state=State.QUEUED).first()
    if reblog is None or reblog.blog_id is None:
        raise outbox.NoLongerNeeded
    try:
        original = _read(reblog.asked, policy)
        _make_draft(reblog_id=reblog_id, original=original)
    except FetchError as error:
        queued = Reblog.objects.filter(pk=reblog_id, state=State.QUEUED)
        queued.update(state=State.FAILED, problem=error.code)


def _read(url: str, policy: AddressPolicy) -> reblogs.Original:
    """The post at ``url``: of a page, helped out by its feed where it has little; or of a feed."""
    found = fetch(url, policy=policy)
    if found.is_feed:
        original = reblogs.from_feed(found.body, url=found.url)
    else:
        original = reblogs.from_page(found.body, url=found.url, charset=found.charset)
        if original.feed and original.words < reblogs.OPENING_WORDS:
            original = reblogs.merge(original, _entry(original, policy))
    if original is None or not original.title:
        raise NotAPost
    return original


def _entry(original: reblogs.Original, policy: AddressPolicy) -> reblogs.Original | None:
    """The feed's entry for a post; a feed that cannot be had is no reason to do without it."""
    try:
        feed: Fetched = fetch(original.feed, policy=policy, accept=FEEDS)
    except FetchError:
        return None
    return reblogs.from_feed(feed.body, url=feed.url, link=original.url)


@transaction.atomic
def _make_draft(*, reblog_id: int, original: reblogs.Original) -> None:
    reblog = Reblog.objects.select_for_update(of=("self",)).get(pk=reblog_id)
    if reblog.state != State.QUEUED or reblog.blog is None:
        return
    addresses = {reblog.asked, original.url}
    others = Reblog.objects.filter(url=original.url).exclude(pk=reblog_id)
    if BlogPage.objects.filter(original_url__in=addresses).exists():
        raise AlreadyReblogged
    others.update(url="")  # its page was deleted, or links elsewhere now
    page = _page(original, reblog.blog)
    reblog.blog.add_child(instance=page)
    # Not clean yet: the standfirst and the text are for the editor to write.
    page.save_revision(user=reblog.asked_by, log_action=True, clean=False)
    reblog.page, reblog.url, reblog.licence = page, original.url, original.licence
    reblog.state, reblog.checked_on, reblog.gone_since = State.DONE, timezone.localdate(), None
    reblog.save()


def _page(original: reblogs.Original, blog: BlogIndexPage) -> BlogPage:
    """Return an unsaved draft; its standfirst and text are left to the editor."""
    return BlogPage(
        title=original.title,
        slug=_free_slug(original.title, blog),
        live=False,
        locale=blog.locale,
        owner=None,
        original_url=original.url,
        original_site=original.site,
        original_author=original.author,
        original_title=original.title,
        original_language=original.language or BlogPage.OriginalLanguage.ENGLISH,
        original_opening=original.opening,
        words_remaining=original.words_remaining,
    )


def _free_slug(title: str, blog: BlogIndexPage) -> str:
    base = slugify(title)[:200] or "post"
    taken = set(blog.get_children().values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)


# Originals that are gone --------------------------------------------------------------------------


def enqueue_checks() -> int:
    """Enqueue a check of the original of every live reblog, once a week; return how many."""
    live = BlogPage.objects.live().exclude(original_url="").order_by()
    urls = set(live.values_list("original_url", flat=True))
    known = set(Reblog.objects.filter(url__in=urls).values_list("url", flat=True))
    for url in urls - known:
        Reblog.objects.update_or_create(
            asked=url, defaults={"url": url, "state": State.DONE, "problem": ""}
        )
    year, week, _day = timezone.localdate().isocalendar()
    rows = Reblog.objects.filter(url__in=urls).values_list("pk", flat=True)
    keys = [(pk, f"{pk}:{year}-{week}") for pk in rows]
    return sum(outbox.enqueue(CHECK, key=key, payload={"reblog": pk}) for pk, key in keys)


def check_original(*, reblog_id: int, policy: AddressPolicy = PUBLIC_WEB) -> None:
    """Look whether the original is still there.

    Gone is what the other site says itself (404, 410), or a site whose name is no more. A site that
    is slow, broken or wants to be left alone proves nothing, and changes nothing.
    """
    reblog = Reblog.objects.filter(pk=reblog_id).exclude(url="").first()
    if reblog is None:
        raise outbox.NoLongerNeeded
    today = timezone.localdate()
    gone = _is_gone(reblog.url, policy)
    if gone is not None:
        since = (reblog.gone_since or today) if gone else None
        Reblog.objects.filter(pk=reblog_id).update(gone_since=since, checked_on=today)


def _is_gone(url: str, policy: AddressPolicy) -> bool | None:
    """Whether the page is gone, or None if that is not known; confirm a failed HEAD with GET.

    A page that is there but is too large, or of another type by now, is there.
    """
    for method in ("HEAD", "GET"):
        try:
            fetch(url, method=method, policy=policy)
        except (errors.NotThere, errors.NameUnknown):
            answer = True
        except (errors.TooLarge, errors.WrongType):
            return False
        except FetchError:
            answer = None
        else:
            return False
    return answer
