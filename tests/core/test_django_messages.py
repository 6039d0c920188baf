"""What Django says itself, in Welsh."""

from django import forms
from django.utils.translation import override


class Form(forms.Form):
    """Fields with nothing but Django's own messages."""

    text = forms.CharField(max_length=3)
    number = forms.IntegerField()


def test_a_form_refuses_in_welsh():
    with override("cy"):
        form = Form({"text": "abcd", "number": ""})
        assert form.errors == {
            "text": ["Rhowch werth sydd â hyd at 3 nod (mae ganddo 4 ar hyn o bryd)."],
            "number": ["Rhaid llenwi’r maes hwn."],
        }
