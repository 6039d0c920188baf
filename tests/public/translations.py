"""What has to hold for a page and the same page in the other language."""

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from gpx_site.i18n.bilingual import other_language
from tests.public.crawl import Visit, local

#: What is counted on both: neither language may be treated less favourably.
PARTS = {
    "sections": ("section", "article", "aside", "nav", "figure", "table", "details", "iframe"),
    "headings": ("h1", "h2", "h3", "h4"),
    "lists": ("ul", "ol", "dl", "li", "dt"),
    "links": ("a",),
    "pictures": ("img", "svg", "picture", "video", "audio"),
    "forms": ("form", "input", "select", "option", "textarea", "button", "fieldset"),
}


def problems(visits: Mapping[str, Visit]) -> list[str]:
    """Return a line for every address that does not answer, or has no equal twin one click away."""
    found = []
    for visit in visits.values():
        if visit.status != 200:
            found.append(f"{visit.url}: answers {visit.status}")
        elif visit.is_page:
            found += [f"{visit.url}: {problem}" for problem in page_problems(visit, visits)]
    return found


def page_problems(page: Visit, visits: Mapping[str, Visit]) -> Iterator[str]:
    """Yield what is wrong with one page beside its twin."""
    other = other_language(page.language)
    if page.reading.language != page.language:
        yield f"is in {page.reading.language!r}"
    if list(page.reading.switch) != [other]:
        yield f"its switch leads to {list(page.reading.switch)}"
        return
    address = local(page.reading.switch[other], page.url)
    translation = visits.get(address)
    if translation is None or translation.status != 200 or not translation.is_page:
        status = translation.status if translation else "nothing"
        yield f"its switch leads to {address}, which answers {status}"
        return
    yield from _wrong_way(page, translation)
    yield from _wrong_heads(page, translation)
    if page.language == "cy":  # each pair once
        yield from differences(page, translation)


def _wrong_way(page: Visit, translation: Visit) -> Iterator[str]:
    """Whether the switch leads to the same page, and back."""
    if translation.is_front_page and not page.is_front_page:
        yield f"its switch leads to the front page, {translation.url}"
    if translation.language == page.language:
        yield f"its switch leads to {translation.url}, in the same language"
    back = local(translation.reading.switch.get(page.language, ""), translation.url)
    if back != page.url:
        yield f"the switch of {translation.url} leads back to {back or 'nothing'}"
    if _query(page) != _query(translation):
        yield f"its switch loses the query: {translation.url}"


def _query(page: Visit) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(page.url).query, keep_blank_values=True)


def _wrong_heads(page: Visit, translation: Visit) -> Iterator[str]:
    """Whether what search engines read agrees with the switch, where they may read it."""
    if '<meta name="robots" content="noindex">' in page.content:
        return
    wanted = {page.language: page.url, translation.language: translation.url, "x-default": "/"}
    wanted = {language: settings.SITE_URL + url for language, url in wanted.items()}
    if page.reading.alternates != wanted:
        yield f"its alternates are {page.reading.alternates}"
    canonical = page.reading.canonical
    # What another site wrote first has its canonical address there.
    if canonical != wanted[page.language] and local(canonical, page.url):
        yield f"its canonical address is {canonical!r}"


def differences(page: Visit, translation: Visit) -> Iterator[str]:
    """Yield which parts one page has more of than the other."""
    for part, tags in PARTS.items():
        own, others = page.reading.tags, translation.reading.tags
        more = [f"{own[tag]} {tag}, {others[tag]} in the twin" for tag in tags]
        more = [line for line, tag in zip(more, tags, strict=True) if own[tag] != others[tag]]
        if more:
            yield f"other {part} than {translation.url}: {'; '.join(more)}"
