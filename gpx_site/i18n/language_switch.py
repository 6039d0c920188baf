"""Change the language while filling in a form.

On a page whose context has ``switch_form`` (the id of its form), the language switch in the header
is a submit button of that form. It posts the current values to the URL in the other language, where
the view shows them again. No value is lost, without JavaScript and without values in a URL.
"""

from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

NAME = "switch"
Form = TypeVar("Form", bound=BaseForm)


def requested(request: HttpRequest) -> bool:
    """Return whether the language switch sent the form: show it again, do not validate it."""
    return request.method == "POST" and NAME in request.POST


def refill(form: Form, **options: Any) -> Form:
    """Return an unbound copy of ``form`` with the posted values as initial values.

    ``options`` are the arguments that the form class takes beside ``initial`` and ``prefix``.
    """
    values = {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    return type(form)(initial=values, prefix=form.prefix, **options)
