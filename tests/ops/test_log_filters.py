"""Logs hold no one-time link."""

import logging
import secrets

import pytest
from django.conf import settings

from gpx_site.ops.log_filters import WithoutLinks

SLUG = "/en/events/building-financial-resilience-in-public-services-together/"


def line(message: str, *arguments: object) -> str:
    """What a handler with the filter would write."""
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert WithoutLinks().filter(record)
    return record.getMessage()


def test_a_one_time_link_is_blotted_out():
    token = secrets.token_urlsafe(32)
    assert line("%s: %s", "Gone", f"/cy/adborth/{token}/") == "Gone: /cy/adborth/[link]/"


@pytest.mark.parametrize("path", [SLUG, "/admin/snippets/registration/registration/"])
def test_other_addresses_are_left_as_they_are(path):
    assert line("%s: %s", "Not Found", path) == f"Not Found: {path}"


def test_every_handler_has_the_filter():
    for handler in settings.LOGGING["handlers"].values():
        assert "without-links" in handler["filters"]
