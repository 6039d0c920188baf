"""The field tag and the error summary, with Django's own widgets."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils.translation import override

from gpx_site.core.templatetags import gpx_components as tags

LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]


class EveryWidget(forms.Form):
    name = forms.CharField(
        label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label="Email address", help_text="We write to this address")
    places = forms.IntegerField(label="Places", min_value=1, max_value=9)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="Needs",
        choices=[("lift", "A lift"), ("loop", "A hearing loop")],
        widget=forms.CheckboxSelectMultiple,
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose"), ("health", "Health")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea, max_length=200)
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget)
    agree = forms.BooleanField(label="I agree", help_text="You can change this later")
    token = forms.CharField(widget=forms.HiddenInput)


def draw(name: str, data: dict[str, object] | None = None, **options: object) -> str:
    return tags.gpx_field(EveryWidget(data)[name], **options)


def tags_of(html: str, name: str) -> list[dict[str, str | None]]:
    """The attributes of each element of one name, in document order."""
    found = []

    def walk(element: Any) -> None:  # django.test.html is untyped
        if isinstance(element, str):
            return
        if element.name == name:
            found.append(dict(element.attributes))
        for child in element.children:
            walk(child)

    walk(parse_html(f"<div>{html}</div>"))
    return found


def test_text_input_passes_its_attributes_on() -> None:
    assert draw("name", {"name": 'Sian "S" <b>'}).count("&lt;b&gt;") == 1
    (box,) = tags_of(draw("name"), "input")
    assert box == {
        "class": "govuk-input",
        "id": "id_name",
        "name": "name",
        "type": "text",
        "autocomplete": "name",
    }


def test_hint_and_error_describe_the_input() -> None:
    html = draw("email", {"email": "nonsense"})
    (box,) = tags_of(html, "input")
    assert box["aria-describedby"] == "id_email-hint id_email-error"
    assert box["value"] == "nonsense"
    assert box["autocomplete"] == "email"
    assert {each["id"] for each in tags_of(html, "p")} == {"id_email-error"}
    assert [each["id"] for each in tags_of(html, "div") if "id" in each] == ["id_email-hint"]


def test_number_is_typed_as_text() -> None:
    (box,) = tags_of(draw("places", {"places": "0"}), "input")
    assert (box["type"], box["inputmode"], box["value"]) == ("text", "numeric", "0")
    assert not {"min", "max", "step"} & set(box)


@pytest.mark.parametrize(("name", "kind"), [("language", "radio"), ("needs", "checkbox")])
def test_choices_are_a_fieldset_with_ids(name: str, kind: str) -> None:
    html = draw(name, {})
    boxes = tags_of(html, "input")
    assert [box["type"] for box in boxes] == [kind, kind]
    assert [box["id"] for box in boxes] == [f"id_{name}_0", f"id_{name}_1"]
    (fieldset,) = tags_of(html, "fieldset")
    assert fieldset["aria-describedby"] == f"id_{name}-error"


def test_chosen_options_stay_chosen() -> None:
    boxes = tags_of(draw("needs", {"needs": ["loop"]}), "input")
    assert [box["value"] for box in boxes if "checked" in box] == ["loop"]
    options = tags_of(draw("sector", {"sector": "health"}), "option")
    assert [option["value"] for option in options if "selected" in option] == ["health"]


def test_lone_checkbox_is_its_own_label() -> None:
    html = draw("agree", {})
    assert not tags_of(html, "fieldset")
    (box,) = tags_of(html, "input")
    assert box["id"] == "id_agree"
    assert box["aria-describedby"] == "id_agree-hint id_agree-error"
    assert "I agree" in html


def test_textarea_counts_in_the_reader_s_language() -> None:
    with override("cy"):
        group = tags_of(draw("notes"), "div")[1]
    assert group["data-maxlength"] == "200"
    categories = {
        name.rsplit(".", 1)[1] for name in group if name.startswith("data-i18n.characters-under")
    }
    assert categories == {"zero", "one", "two", "few", "many", "other"}
    assert "maxlength" not in tags_of(draw("notes"), "textarea")[0]
    assert "data-maxlength" not in tags_of(draw("notes", count=False), "div")[1]


def test_date_is_three_boxes_that_the_form_reads_back() -> None:
    data = {"day_day": "3", "day_month": "11", "day_year": "2026"}
    boxes = tags_of(draw("day", data), "input")
    assert {box["name"]: box["value"] for box in boxes} == data
    assert EveryWidget(data)["day"].value() == "2026-11-03"


def test_hidden_field_is_bare() -> None:
    assert tags_of(draw("token"), "div") == [{}]


def test_error_summary_links_to_the_first_input_of_each_field() -> None:
    form = EveryWidget({})
    form.add_error(None, "The event is full")
    html = render_to_string("components/error_summary.html", {"form": form})
    links = [each["href"] for each in tags_of(html, "a")]
    assert links == [
        "#id_name",
        "#id_email",
        "#id_places",
        "#id_language_0",
        "#id_needs_0",
        "#id_sector",
        "#id_notes",
        "#id_day_day",
        "#id_agree",
    ]
    assert html.index("The event is full") < html.index("#id_name")
    drawn = "".join(tags.gpx_field(field) for field in form)
    ids = {
        each.get("id") for name in ("input", "select", "textarea") for each in tags_of(drawn, name)
    }
    assert {link[1:] for link in links} <= ids


def test_no_error_summary_without_errors() -> None:
    html = render_to_string("components/error_summary.html", {"form": EveryWidget()})
    assert html.strip() == ""
