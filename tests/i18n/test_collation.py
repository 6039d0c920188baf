"""Names in the order of each language's dictionary, on whichever database the tests run."""

import random

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gpx_site.core.models import Contributor, Organisation, Topic
from gpx_site.i18n.collation import Alphabetical, sort_key
from tests import factories

WELSH = ["canu", "cyfle", "chwilio", "da", "du", "dwr", "ddoe", "fel", "ffordd", "gair", "ngwlad"]
WELSH += ["lwc", "llan", "pen", "phren", "rwan", "rhan", "tan", "thema"]
ENGLISH = sorted(WELSH)
#: Accents and capitals count where the letters are the same; spaces and hyphens stand first.
ALIKE = ["cor", "Cor", "côr", "Côr", "cor y cwm", "cor-feistr", "corau", "corrach", "Llŷr", "Llyw"]
# Letters with their accents, as the names of people and places have them.
LETTERS = "abcdefghijlmnoprstuwyâêîôûŵŷáéíóúëïABCDLNRTŴ '-.&()19"
NAMES = st.text(st.sampled_from(LETTERS), max_size=12)


def shuffled(words: list[str]) -> list[str]:
    return random.Random(1).sample(words, len(words))  # noqa: S311 - no secret


@pytest.mark.parametrize(("language", "wanted"), [("cy", WELSH), ("en", ENGLISH)])
def test_the_key(language, wanted):
    assert sorted(shuffled(WELSH), key=lambda word: sort_key(word, language)) == wanted


@pytest.mark.parametrize(("language", "wanted"), [("cy", WELSH), ("en", ENGLISH)])
def test_the_database(db, language, wanted):
    for word in shuffled(WELSH):
        factories.contributor(name=word, slug=word)
    with override(language):
        assert list(Contributor.objects.values_list("name", flat=True)) == wanted
        assert list(Contributor.objects.reverse().values_list("name", flat=True)) == wanted[::-1]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_accents_capitals_and_spaces(db, language):
    for place, word in enumerate(shuffled(ALIKE)):
        factories.contributor(name=word, slug=f"word-{place}")
    by_key = sorted(ALIKE, key=lambda word: sort_key(word, language))
    with override(language):
        by_database = list(Contributor.objects.values_list("name", flat=True))
    assert by_key == by_database
    assert by_key[:4] == ["cor", "Cor", "côr", "Côr"]


@given(NAMES, NAMES, NAMES)
def test_the_key_orders_everything(first, second, third):
    one, two, three = sorted((first, second, third), key=lambda word: sort_key(word, "cy"))
    assert sort_key(one, "cy") <= sort_key(two, "cy") <= sort_key(three, "cy")
    assert (sort_key(first, "cy") == sort_key(second, "cy")) == (first == second)


@given(st.lists(NAMES.filter(str.strip), min_size=2, max_size=8, unique=True))
@pytest.mark.django_db
def test_the_key_and_the_database_agree(names):
    Contributor.objects.all().delete()
    for place, name in enumerate(names):
        factories.contributor(name=name, slug=f"name-{place}")
    for language in ("cy", "en"):
        with override(language):
            found = list(Contributor.objects.values_list("name", flat=True))
        assert found == sorted(names, key=lambda name: sort_key(name, language))


def test_each_language_goes_by_its_own_names(db):
    for english, welsh in (("Fire", "Tân"), ("Health", "Iechyd"), ("Chapels", "Capeli")):
        factories.organisation(name_en=english, name_cy=welsh, slug=english.lower())
        factories.topic(name=english, name_cy=welsh, slug=english.lower(), slug_cy=welsh.lower())
    for language, wanted in (
        ("en", ["Chapels", "Fire", "Health"]),
        ("cy", ["Capeli", "Iechyd", "Tân"]),
    ):
        with override(language):
            assert [each.name for each in Organisation.objects.all()] == wanted
            assert [each.label for each in Topic.objects.all()] == wanted


def test_the_language_is_that_of_whoever_reads(db):
    for word in WELSH:
        factories.contributor(name=word, slug=word)
    with override("en"):
        asked = Contributor.objects.order_by(Alphabetical("name"))
    with override("cy"):
        assert [each.name for each in asked] == WELSH


def test_related_names_are_ordered_alike(db):
    for word in ("llan", "lwc", "chwilio", "cyfle"):
        body = factories.organisation(name_en=word, name_cy=word, slug=word)
        factories.contributor(name=f"Of {word}", slug=word, organisation=body)
    with override("cy"):
        names = Contributor.objects.order_by("organisation").values_list("name", flat=True)
        assert list(names) == ["Of cyfle", "Of chwilio", "Of lwc", "Of llan"]
