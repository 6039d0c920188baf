"""Tokens: long, the same for one nonce, different for everything else."""

import re

from gpx_site.ops import tokens


def test_a_token_is_256_bits_that_are_safe_in_an_address():
    assert re.fullmatch(r"[\w-]{43}", tokens.derive(tokens.new_nonce(), "manage"))


def test_one_nonce_gives_one_token_for_each_purpose_and_key(settings):
    nonce = tokens.new_nonce()
    token = tokens.derive(nonce, "manage")
    assert tokens.derive(nonce, "manage") == token
    assert tokens.derive(nonce, "offer") != token
    assert tokens.derive(tokens.new_nonce(), "manage") != token
    settings.SECRET_KEY = "another-" + "0123456789" * 5
    assert tokens.derive(nonce, "manage") != token


def test_any_text_has_a_digest():
    assert len(tokens.digest("")) == len(tokens.digest("\udc80é\x00")) == 64
