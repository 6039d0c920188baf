"""What a post is shown with, found in a fixed number of queries."""

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from blog.querysets import bylines
from events.blocks import events_to_call
from events.evaluation.published import PublicResult, public_results
from events.models import Event
from gpx_site.core.blocks.rows import bind_blocks, named
from gpx_site.core.models import Contributor
from gpx_site.media.renditions import pictures

if TYPE_CHECKING:
    from blog.models import BlogPage


def prefetch(post: "BlogPage") -> None:
    """Fetch what ``post`` and its blocks show: at most seven queries, whatever is in it.

    These are the topics; the posts around it; the authors of all; pictures with their renditions;
    documents; events with their pages and sessions; published results.
    """
    language = post.locale.language_code
    around = [post, *post.related]
    prefetch_related_objects([each for each in around if each.pk], bylines())  # not in a preview
    pictured: list[BlogPage | Contributor] = [*around, *post.authors]
    shown = [each.image for each in pictured if each.image]
    wanted = named(post.body)
    events = events_to_call(wanted[Event] | ({post.event_id} if post.event_id else set()), language)
    if post.event_id:
        called = events.get(post.event_id)
        post.event_page = called.live_pages[0] if called else None
    image, document = get_image_model(), get_document_model()
    documents = wanted[document] and document.objects.in_bulk(wanted[document])
    results = wanted[PublicResult] and public_results(wanted[PublicResult], language)
    bind_blocks(
        post.body,
        {
            image: pictures(wanted[image], shown),
            document: documents or {},
            Event: events,
            PublicResult: results or {},
        },
    )
