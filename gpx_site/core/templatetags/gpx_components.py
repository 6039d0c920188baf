"""Template tags that render Django forms with the components in templates/components/."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

register = template.Library()

# Attributes that the components write; other attributes of a widget are passed through.
OWN_ATTRIBUTES = {
    "aria-describedby",
    "aria-invalid",
    "class",
    "cols",
    "id",
    "maxlength",
    "name",
    "required",
    "rows",
}
# One number for each CLDR plural category that the page's script may choose.
PLURAL_SAMPLES = {
    "en": {"one": 1, "other": 10},
    "cy": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6, "other": 10},
}


@register.filter
def component_attrs(attributes: dict[str, Any] | None) -> str:
    """Write a dictionary as HTML attributes; True writes the bare name, None and False nothing."""
    written = SafeString("")
    for name, value in (attributes or {}).items():
        if value is True:
            written += format_html(" {}", name)
        elif value is not None and value is not False:
            written += format_html(' {}="{}"', name, value)
    return written


@register.simple_tag
def described_by(*parts: str) -> str:
    """Join the ids of the elements that describe a control, without the empty ones."""
    return " ".join(part for part in parts if part)


@register.simple_tag
def join_id(condition: Any, *parts: str) -> str:
    """Join the parts of an id if the condition holds; absent elements have no id."""
    return "".join(str(part) for part in parts) if condition else ""


@register.simple_tag
def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return the errors of a form in field order as {"text", "href"}; form-wide: no link."""
    errors = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    for field in form:
        href = f"#{_first_input_id(field)}" if not field.is_hidden else ""
        errors += [{"text": str(error), "href": href} for error in field.errors]
    return errors


@register.simple_tag
def character_count_messages() -> dict[str, str]:
    """Return the messages of the character count script, as data attributes."""
    attributes = {
        "data-i18n.characters-at-limit": _("You have 0 characters remaining"),
    }
    for category, number in PLURAL_SAMPLES[(get_language() or "en")[:2]].items():
        under = ngettext(
            "You have %(count)s character remaining",
            "You have %(count)s characters remaining",
            number,
        )
        over = ngettext(
            "You have %(count)s character too many",
            "You have %(count)s characters too many",
            number,
        )
        slot = {"count": "%{count}"}
        attributes[f"data-i18n.characters-under-limit.{category}"] = under % slot
        attributes[f"data-i18n.characters-over-limit.{category}"] = over % slot
    return attributes


@register.simple_tag
def gpx_field(field: BoundField, **options: Any) -> str:
    """Render one bound field with its label, hint, error and widget.

    Options: `label_class`, `page_heading` (the label is the page's h1), `classes`, `inline`
    and `small` (radios and checkboxes), `hint` (instead of the field's own), `autocomplete`,
    `inputmode`, `count` (False turns the character count of a textarea off) and `threshold`
    (per cent at which the count appears).
    """
    if field.is_hidden:
        return field.as_widget()
    widget = field.field.widget
    name, context = _widget_context(field, widget, options)
    context |= {"hint": options.get("hint", field.help_text)}
    return render_to_string(f"components/{name}.html", {**_common_context(field), **context})


def _first_input_id(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.SelectDateWidget):
        return f"{field.auto_id}_day"
    if isinstance(widget, forms.RadioSelect):  # which CheckboxSelectMultiple extends
        return f"{field.auto_id}_0"
    return field.auto_id


def _common_context(field: BoundField) -> dict[str, Any]:
    return {
        "id": field.auto_id,
        "id_prefix": field.auto_id,
        "name": field.html_name,
        "label": field.label,
        "legend": field.label,
        "error": field.errors[0] if field.errors else "",
    }


def _widget_context(
    field: BoundField, widget: forms.Widget, options: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    context = {
        "label_class": options.get("label_class", "govuk-label--s"),
        "legend_class": options.get("label_class", "govuk-fieldset__legend--s"),
        "page_heading": options.get("page_heading", False),
        "classes": options.get("classes", widget.attrs.get("class", "")),
        "attributes": _passed_attributes(widget, options),
        "disabled": field.field.disabled,
    }
    if isinstance(widget, forms.SelectDateWidget):
        return "date_input", context | {"items": _date_items(field, widget)}
    if isinstance(widget, forms.RadioSelect):  # which CheckboxSelectMultiple extends
        return _choice_group(field, widget, options, context)
    if isinstance(widget, forms.CheckboxInput):
        return "checkboxes", context | _single_checkbox(field)
    if isinstance(widget, forms.Select):
        return "select", context | {"items": _choices(field)}
    if isinstance(widget, forms.Textarea):
        return _textarea(field, widget, options, context)
    return "input", context | _input(field, widget, options)


def _passed_attributes(widget: forms.Widget, options: dict[str, Any]) -> dict[str, Any]:
    passed = {key: value for key, value in widget.attrs.items() if key not in OWN_ATTRIBUTES}
    passed |= {key: options[key] for key in ("autocomplete", "inputmode") if key in options}
    return passed


def _choices(field: BoundField) -> list[dict[str, Any]]:
    """Return the options of a choice widget as items of the components, with their hints.

    A divider sets apart what the widget's ``data-way-out`` names, which excludes the others.
    """
    hints = getattr(field.field, "choice_hints", {})
    way_out = field.field.widget.attrs.get("data-way-out")
    items: list[dict[str, Any]] = []
    for option in field.subwidgets:
        data = option.data
        value = str(data["value"])
        if value == way_out:
            items.append({"divider": pgettext("before the last choice", "or")})
        items.append(
            {
                "id": data["attrs"].get("id", ""),
                "value": "" if data["value"] is None else value,
                "text": data["label"],
                "checked": data["selected"],
                "disabled": bool(data["attrs"].get("disabled")) or field.field.disabled,
                "hint": hints.get(value, ""),
                "behaviour": "exclusive" if value == way_out else "",
            }
        )
    return items


def _choice_group(
    field: BoundField,
    widget: forms.Widget,
    options: dict[str, Any],
    context: dict[str, Any],
) -> tuple[str, dict[str, Any]]:
    name = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
    modifiers = [context["classes"]]
    modifiers += [f"govuk-{name}--{word}" for word in ("inline", "small") if options.get(word)]
    context["classes"] = " ".join(filter(None, modifiers))
    return name, context | {
        "fieldset": True,
        "items": _choices(field),
        "attributes": {},
    }


def _single_checkbox(field: BoundField) -> dict[str, Any]:
    """Return the context of a single checkbox, which has no fieldset and its own hint."""
    item = {
        "id": field.auto_id,
        "value": "on",
        "text": field.label,
        "checked": bool(field.value()),
        "disabled": field.field.disabled,
        "attributes": _passed_attributes(field.field.widget, {}),
        "described_by": "",
    }
    return {"items": [item], "fieldset": False, "attributes": {}}


def _textarea(
    field: BoundField,
    widget: forms.Widget,
    options: dict[str, Any],
    context: dict[str, Any],
) -> tuple[str, dict[str, Any]]:
    # Django's own default of "10" rows is taller than most answers.
    rows = 5 if widget.attrs.get("rows") == "10" else widget.attrs.get("rows", 5)
    context |= {"value": field.value() or "", "rows": rows}
    limit = getattr(field.field, "max_length", None)
    if not limit or options.get("count") is False:
        return "textarea", context
    context |= {"max_length": limit, "threshold": options.get("threshold", "")}
    return "character_count", context


def _input(field: BoundField, widget: forms.Widget, options: dict[str, Any]) -> dict[str, Any]:
    kind = getattr(widget, "input_type", "text")
    value = widget.format_value(field.value())
    context: dict[str, Any] = {"type": kind, "value": "" if value is None else value}
    context["spellcheck"] = ""
    # The mouse wheel changes the value of a number input, so numbers use a text input.
    if kind == "number":
        context |= {"type": "text", "classes": options.get("classes", "govuk-input--width-5")}
        context["attributes"] = {"inputmode": "numeric"} | _passed_attributes(widget, options)
        for name in ("min", "max", "step"):
            context["attributes"].pop(name, None)
    if kind == "email":
        context["attributes"] = {"autocomplete": "email"} | _passed_attributes(widget, options)
        context["spellcheck"] = "false"
    return context


def _date_items(field: BoundField, widget: forms.SelectDateWidget) -> list[dict[str, Any]]:
    """Return the day, month and year inputs, named as SelectDateWidget reads them."""
    value = widget.format_value(field.value())
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    return [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": label,
            "value": "" if value.get(part) is None else value[part],
            "classes": "govuk-input--width-4" if part == "year" else "govuk-input--width-2",
        }
        for part, label in words.items()
    ]
