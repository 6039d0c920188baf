"""From the options of govuk-frontend's fixtures to the parameters of the hub's components."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import mark_safe

Options = dict[str, Any]


def words(options: Any, name: str = "") -> Any:
    """A text, or the markup that the fixture gives instead of it."""
    if not isinstance(options, dict):
        return ""
    text, html = (f"{name}Text", f"{name}Html") if name else ("text", "html")
    return mark_safe(options[html].strip()) if options.get(html) else options.get(text, "")


def common(options: Options) -> Options:
    group = options.get("formGroup") or {}
    attributes = dict(options.get("attributes") or {})
    if "disableAutoFocus" in options:
        attributes["data-disable-auto-focus"] = str(options["disableAutoFocus"]).lower()
    return {
        "classes": options.get("classes", ""),
        "attributes": attributes,
        "id": options.get("id", ""),
        "group_class": group.get("classes", ""),
    }


def button(options: Options) -> Options:
    same = ("href", "type", "name", "value", "disabled")
    return {
        "text": words(options),
        "start": options.get("isStartButton"),
        "prevent_double_click": options.get("preventDoubleClick"),
        **{name: options.get(name) for name in same},
    }


def error_summary(options: Options) -> Options:
    errors = [
        {"text": words(each), "href": each.get("href"), "attributes": each.get("attributes")}
        for each in options.get("errorList") or []
    ]
    return {
        "title": words(options, "title"),
        "description": words(options, "description"),
        "errors": errors,
    }


def plain(options: Options) -> Options:
    return {"text": words(options), "icon_text": options.get("iconFallbackText")}


def details(options: Options) -> Options:
    summary = words(options, "summary")
    return {"text": words(options), "summary": summary, "open": options.get("open")}


def panel(options: Options) -> Options:
    return {
        "text": words(options),
        "title": words(options, "title"),
        "heading_level": options.get("headingLevel"),
    }


def breadcrumbs(options: Options) -> Options:
    items = [
        {"label": words(each), "url": each.get("href"), "attributes": each.get("attributes")}
        for each in options["items"]
    ]
    return {
        "items": items,
        "collapse": options.get("collapseOnMobile"),
        "nav_label": options.get("labelText"),
    }


def pagination(options: Options) -> Options:
    def arrow(name: str) -> Options:
        each = options.get(name) or {}
        return {
            "url": each.get("href"),
            "text": words(each),
            "label": each.get("labelText"),
            "attributes": each.get("attributes"),
        }

    items = [
        each | {"url": each.get("href"), "aria_label": each.get("visuallyHiddenText")}
        for each in options.get("items") or []
        if each
    ]
    return {
        "items": items,
        "previous": arrow("previous"),
        "next": arrow("next"),
        "nav_label": options.get("landmarkLabel"),
    }


def notification_banner(options: Options) -> Options:
    return {
        "html": words(options) if options.get("html") else "",
        "text": options.get("text"),
        "title": words(options, "title"),
        "title_id": options.get("titleId"),
        "heading_level": options.get("titleHeadingLevel"),
        "type": options.get("type"),
        "role": options.get("role"),
    }


def _field(options: Options) -> Options:
    label = options.get("label") or {}
    return {
        "id": options.get("id") or options["name"],
        "name": options["name"],
        "label": words(label),
        "label_class": label.get("classes", ""),
        "page_heading": label.get("isPageHeading"),
        "hint": words(options.get("hint")),
        "error": words(options.get("errorMessage")),
        "described_by_ids": options.get("describedBy", ""),
        "value": options.get("value", ""),
        "disabled": options.get("disabled"),
        "spellcheck": str(options["spellcheck"]).lower() if "spellcheck" in options else "",
        "rows": options.get("rows"),
        "attributes": {
            **{
                name: options[name]
                for name in ("autocomplete", "autocapitalize", "pattern", "inputmode")
                if name in options
            },
            **(options.get("attributes") or {}),
        },
    }


def text_input(options: Options) -> Options:
    prefix, suffix = words(options.get("prefix")), words(options.get("suffix"))
    return _field(options) | {"type": options.get("type"), "prefix": prefix, "suffix": suffix}


def select(options: Options) -> Options:
    items = []
    for each in filter(None, options.get("items") or []):
        chosen = each.get("value") == options["value"] if options.get("value") else False
        items.append(
            {
                "value": each.get("value"),
                "text": each["text"],
                "checked": each.get("selected", chosen),
                "disabled": each.get("disabled"),
                "attributes": each.get("attributes"),
            }
        )
    return _field(options) | {"items": items}


def choices(options: Options) -> Options:
    chosen = options.get("values") or [options.get("value")]
    items = [
        {
            **each,
            "text": words(each),
            "hint": words(each.get("hint")),
            "checked": each.get("checked", each.get("value") in chosen),
            "conditional": words(each.get("conditional")),
            "label_class": (each.get("label") or {}).get("classes"),
            "label_attributes": (each.get("label") or {}).get("attributes"),
        }
        for each in filter(None, options["items"])
    ]
    fieldset = options.get("fieldset")
    legend = (fieldset or {}).get("legend") or {}
    return {
        "id_prefix": options.get("idPrefix") or options["name"],
        "name": options["name"],
        "fieldset": fieldset is not None,
        "fieldset_class": (fieldset or {}).get("classes"),
        "fieldset_attributes": (fieldset or {}).get("attributes"),
        "legend": words(legend),
        "legend_class": legend.get("classes"),
        "page_heading": legend.get("isPageHeading"),
        "described_by_ids": (fieldset or {}).get("describedBy") or options.get("describedBy", ""),
        "hint": words(options.get("hint")),
        "error": words(options.get("errorMessage")),
        "items": items,
    }


TRANSLATE: dict[str, Callable[[Options], Options]] = {
    "breadcrumbs": breadcrumbs,
    "button": button,
    "checkboxes": choices,
    "details": details,
    "error-summary": error_summary,
    "input": text_input,
    "inset-text": plain,
    "notification-banner": notification_banner,
    "pagination": pagination,
    "panel": panel,
    "radios": choices,
    "select": select,
    "tag": plain,
    "textarea": _field,
    "warning-text": plain,
}


def parameters(component: str, options: Options) -> Options:
    """The parameters that make the hub's component draw what the fixture describes."""
    return common(options) | TRANSLATE[component](options)
