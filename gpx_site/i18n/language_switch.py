"""Changing the language in the middle of a form.

On a page whose context names its form as ``switch_form`` (an id), the language switch in the header
is a button of that form: it posts what has been typed so far to the address in the other language,
where the view shows it again. So nothing is lost, with no script and with nothing in an address.
"""

from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

NAME = "switch"
Form = TypeVar("Form", bound=BaseForm)


def requested(request: HttpRequest) -> bool:
    """Whether the form was sent by the language switch, to be shown and not to be judged."""
    return request.method == "POST" and NAME in request.POST


def refill(form: Form, **options: Any) -> Form:
    """Return ``form`` as it was filled in, not judged yet; ``options`` are its own arguments."""
    values = {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    return type(form)(initial=values, prefix=form.prefix, **options)
