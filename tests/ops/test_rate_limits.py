"""How often the same may be asked, and who it is that asks."""

import ipaddress

import pytest
from django.test import RequestFactory

from gpx_site.ops import rate_limits


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.RATE_LIMITS = {"few": (2, 60), "others": (1, 60)}
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_000_000_010)


def test_the_share_is_each_keys_own_and_each_limits_own():
    assert [rate_limits.seconds_to_wait("few", "a") for _ in range(3)] == [0, 0, 10]
    assert rate_limits.seconds_to_wait("few", "b") == 0
    assert rate_limits.seconds_to_wait("others", "a") == 0


def test_the_next_window_begins_afresh(monkeypatch):
    for _ in range(3):
        rate_limits.seconds_to_wait("few", "a")
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_000_000_020)
    assert rate_limits.seconds_to_wait("few", "a") == 0


def test_the_key_itself_is_not_kept(monkeypatch):
    kept = []
    monkeypatch.setattr(rate_limits.cache, "add", lambda name, *args, **kwargs: kept.append(name))
    rate_limits.seconds_to_wait("few", "192.0.2.1")
    assert len(kept) == 1
    assert "192.0.2.1" not in kept[0]


@pytest.mark.parametrize(
    ("address", "forwarded", "sender"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),  # not from a proxy of ours: not believed
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("", "", ""),
    ],
)
def test_who_asks(settings, address, forwarded, sender):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    assert rate_limits.sender(request) == sender
