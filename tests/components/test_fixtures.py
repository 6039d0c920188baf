"""The components write the HTML that govuk-frontend's own fixtures expect."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test.html import parse_html

from tests.components.translation import TRANSLATE, parameters

FIXTURES = json.loads((Path(__file__).parent / "fixtures" / "govuk-frontend.json").read_text())
CASES = [
    pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
    for component, fixtures in FIXTURES["components"].items()
    for fixture in fixtures
]


def test_every_component_is_compared() -> None:
    assert set(FIXTURES["components"]) == set(TRANSLATE)


@pytest.mark.parametrize(("component", "fixture"), CASES)
def test_html_is_that_of_the_fixture(component: str, fixture: dict[str, Any]) -> None:
    template = f"components/{component.replace('-', '_')}.html"
    written = render_to_string(template, parameters(component, fixture["options"]))
    assert parse_html(written) == parse_html(fixture["html"]), written
