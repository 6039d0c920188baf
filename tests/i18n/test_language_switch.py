"""Changing the language in the middle of a form loses nothing and judges nothing."""

from django import forms
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from gpx_site.i18n import language_switch

CHOICES = [("a", "A"), ("b", "B"), ("c", "C")]


class EveryKind(forms.Form):
    """One field of each widget."""

    name = forms.CharField(max_length=3)
    text = forms.CharField(widget=forms.Textarea)
    mail = forms.EmailField()
    agreed = forms.BooleanField()
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    day = forms.DateField(widget=forms.SelectDateWidget)
    secret = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, asker, **kwargs):
        super().__init__(*args, **kwargs)
        self.asker = asker


TYPED = MultiValueDict(
    {
        "p-name": ["too long"],
        "p-text": ["One\r\ntwo"],
        "p-mail": ["nobody"],
        "p-agreed": ["on"],
        "p-one": ["b"],
        "p-many": ["a", "c"],
        "p-day_day": ["31"],
        "p-day_month": ["2"],
        "p-day_year": ["2026"],
        "p-secret": ["not an id"],
    }
)


def test_what_was_typed_is_shown_again_and_not_judged():
    sent = EveryKind(TYPED, prefix="p", asker="us")
    assert len(sent.errors) == 4
    kept = language_switch.refill(sent, asker="us")
    assert (kept.is_bound, kept.errors, kept.asker) == (False, {}, "us")
    shown = {name: kept[name].value() for name in kept.fields}
    assert shown == {name: sent[name].value() for name in sent.fields}
    assert (shown["many"], shown["agreed"], shown["day"]) == (["a", "c"], True, "2026-2-31")


def test_an_empty_form_stays_empty():
    kept = language_switch.refill(EveryKind(MultiValueDict(), asker="us"), asker="us")
    assert str(kept) == str(EveryKind(asker="us"))


def test_only_a_form_that_is_sent_changes_the_language():
    factory = RequestFactory()
    assert language_switch.requested(factory.post("/", {"switch": "cy"}))
    assert not language_switch.requested(factory.post("/", {"name": "switch"}))
    assert not language_switch.requested(factory.get("/", {"switch": "cy"}))
