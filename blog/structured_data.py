"""A post as schema.org describes one."""

from blog.models import BlogIndexPage, BlogPage
from gpx_site.core.models import Contributor
from gpx_site.i18n import language_hosts
from gpx_site.routing.structured_data import Thing, by_us, without_blanks


def posting(post: BlogPage, index: BlogIndexPage | None, picture: str) -> Thing:
    """Return ``post`` with its authors on the blog ``index``; ``picture`` is a full address."""
    url = language_hosts.absolute(post.url, post.locale.language_code)
    changed = post.last_published_at
    return without_blanks(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#post",
            "url": url,
            "mainEntityOfPage": url,
            "headline": post.title,
            "description": post.standfirst,
            "inLanguage": post.locale.language_code,
            "datePublished": post.date.isoformat(),
            "dateModified": changed.isoformat() if changed else "",
            "author": [_person(author, index) for author in post.authors] or by_us(),
            "publisher": by_us(),
            "image": picture,
            "keywords": [topic.label for topic in post.topic_list],
            "isPartOf": _series(post),
            "isBasedOn": post.original_url,
            "workTranslation": _twin(post),
        }
    )


def _person(author: Contributor, index: BlogIndexPage | None) -> Thing:
    return without_blanks(
        {
            "@type": "Person",
            "name": author.name,
            "jobTitle": author.role,
            "url": language_hosts.absolute(index.sub_url("author", slug=author.slug))
            if index
            else "",
            "worksFor": {"@type": "Organization", "name": author.organisation.name}
            if author.organisation
            else None,
        }
    )


def _series(post: BlogPage) -> Thing:
    if not post.series:
        return {}
    return {
        "@type": "CreativeWorkSeries",
        "name": post.series.title,
        "position": post.series_part,
    }


def _twin(post: BlogPage) -> Thing:
    if not post.live_translation:
        return {}
    language = post.live_translation.locale.language_code
    address = language_hosts.absolute(post.live_translation.url, language)
    return {"@id": f"{address}#post", "inLanguage": language}
