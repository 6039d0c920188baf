"""The context of the pagination component."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def page_links(
    context: template.Context, number: int, pages: int, name: str = "page", place: str = ""
) -> dict[str, Any]:
    """Return ``previous``, ``next`` and ``items`` for page ``number`` of ``pages``.

    The rest of the query string is kept. ``name`` is the query parameter of the page, ``place`` the
    fragment of the list ("#comments"). Empty if there is only one page.
    """
    if pages < 2:
        return {}
    query = context["request"].GET.copy()

    def url(page: int) -> str:
        query[name] = str(page)
        return f"?{query.urlencode()}{place}"

    items: list[dict[str, Any]] = []
    for page in sorted({1, number - 1, number, number + 1, pages} & set(range(1, pages + 1))):
        if items and page - items[-1]["number"] > 1:
            items.append({"ellipsis": True, "number": page - 1})
        items.append({"number": page, "url": url(page), "current": page == number})
    return {
        "previous": {"url": url(number - 1)} if number > 1 else {},
        "next": {"url": url(number + 1)} if number < pages else {},
        "items": items,
    }
