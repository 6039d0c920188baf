"""What Django says itself, in Welsh."""

import datetime as dt
from pathlib import Path

import django
import pytest
from django import forms
from django.contrib.auth.password_validation import (
    get_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.template.defaultfilters import date, filesizeformat
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import override

from gpx_site.i18n import catalogue
from gpx_site.settings import base
from tests.catalogues import welsh_entries

#: Whatever these say may be shown to a reader or to staff.
MODULES = (
    "contrib/auth/password_validation.py",
    "core/validators.py",
    "forms/fields.py",
    "forms/formsets.py",
    "forms/models.py",
    "forms/utils.py",
    "forms/widgets.py",
    "template/defaultfilters.py",
    "utils/dateformat.py",
    "utils/dates.py",
    "utils/timesince.py",
)


@pytest.mark.parametrize("module", MODULES)
def test_our_own_catalogue_has_all_that_django_says_to_people(module):
    source = (Path(django.__file__).parent / module).read_text()
    said = {message.key for message in catalogue.extract_text(source, ".py")}
    own = {(entry.msgctxt, entry.msgid) for entry in welsh_entries()}
    assert said
    assert said - own == set()


class Form(forms.Form):
    """Fields with nothing but Django's own messages."""

    text = forms.CharField(max_length=3)
    number = forms.IntegerField(max_value=5)
    price = forms.DecimalField(decimal_places=2)
    colour = forms.ChoiceField(choices=[("red", "Coch")])
    day = forms.DateField()
    page = forms.URLField(assume_scheme="https")


def test_a_form_refuses_in_welsh():
    with override("cy"):
        answers = {"text": "abcd", "number": "6", "price": "1.234", "colour": "blue", "day": "x"}
        assert Form(answers).errors == {
            "text": ["Rhowch werth sydd â hyd at 3 nod (mae ganddo 4 ar hyn o bryd)."],
            "number": ["Rhowch werth nad yw’n fwy na 5."],
            "price": ["Rhowch rif sydd â hyd at 2 le degol."],
            "colour": ["Dewiswch opsiwn dilys. Nid yw blue yn un o’r opsiynau sydd ar gael."],
            "day": ["Rhowch ddyddiad dilys."],
            "page": ["Rhaid llenwi’r maes hwn."],
        }


NOON = dt.datetime(2026, 7, 2, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 diwrnod"),
        (2, "2 ddiwrnod"),
        (3, "3 diwrnod"),
        (15, "2 wythnos, 1 diwrnod"),
        (62, "2 fis"),
        (366, "1 flwyddyn"),
        (731, "2 flynedd"),
        (1096, "3 blynedd"),
        (2558, "7 o flynyddoedd"),
    ],
)
def test_spans_of_time_mutate(days, words):
    with override("cy"):
        span = dt.timedelta(days=days)
        assert timesince(NOON - span, NOON).replace("\xa0", " ").startswith(words)
        assert timeuntil(NOON + span, NOON).replace("\xa0", " ").startswith(words)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("j F Y", "2 Gorffennaf 2026"),
        ("j E Y", "2 Gorffennaf 2026"),
        ("l", "Dydd Iau"),
        ("D", "Iau"),
        ("M", "Gorff"),
        ("N", "Gorff."),
        ("P", "hanner dydd"),
        ("g:i a", "12:00 pm"),
        ("g:i A", "12:00 pm"),
    ],
)
def test_days_and_months(form, words):
    with override("cy"):
        assert date(NOON, form) == words


def test_sizes_of_files():
    with override("cy"):
        sizes = [filesizeformat(size).replace("\xa0", " ") for size in (1, 2, 3, 2048)]
    assert sizes == ["1 beit", "2 feit", "3 beit", "2.0 KB"]


def test_a_password_is_refused_in_welsh():
    validators = get_password_validators(base.AUTH_PASSWORD_VALIDATORS)
    with override("cy"):
        with pytest.raises(ValidationError) as refused:
            validate_password("12345", password_validators=validators)
        assert refused.value.messages == [
            "Mae’r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf 8 nod.",
            "Mae’r cyfrinair hwn yn rhy gyffredin.",
            "Rhifau yn unig sydd yn y cyfrinair hwn.",
        ]
        assert password_validators_help_texts(validators) == [
            "Ni chaiff eich cyfrinair fod yn rhy debyg i’ch manylion personol eraill.",
            "Rhaid i’ch cyfrinair gynnwys o leiaf 8 nod.",
            "Ni chaiff eich cyfrinair fod yn un a ddefnyddir yn aml.",
            "Ni chaiff eich cyfrinair fod yn rhifau’n unig.",
        ]
