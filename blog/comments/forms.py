"""The form in which anybody writes a comment."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.comments.models import NAME_LENGTH, TEXT_LENGTH, Comment
from blog.comments.services import Words
from gpx_site.core.fields import LineField, ParagraphField

EMAIL = re.compile(r"\S@\S+\.\w")
BLANK_LINES = re.compile(r"\n(\s*\n){2,}")
#: Letters that cannot be seen.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


class CommentForm(forms.Form):
    """A name, a language and a text."""

    name = LineField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("We show it with your comment."),
        error_messages={
            "required": _("Enter your name"),
            "max_length": _("Your name must be 80 characters or fewer"),
        },
    )
    language = forms.ChoiceField(
        label=_("In which language is your comment?"),
        choices=Comment.Language,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the language of your comment"),
            "invalid_choice": _("Choose the language of your comment"),
        },
    )
    text = ParagraphField(
        label=_("Your comment"),
        max_length=TEXT_LENGTH,
        rows=8,
        required=True,
        error_messages={
            "required": _("Enter your comment"),
            "max_length": _("Your comment must be 2,000 characters or fewer"),
        },
    )
    # People leave it empty: it is out of their sight and their keyboard's reach, and says so to a
    # screen reader.
    website = LineField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1"}),
    )

    def clean_name(self) -> str:
        """Refuse what is no name, and addresses, which everybody could read."""
        name: str = self.cleaned_data["name"]
        if not any(char.isalpha() and char not in FILLERS for char in name):
            raise ValidationError(_("Enter your name"), code="required")
        if "://" in name or "www." in name.lower():
            raise ValidationError(_("Enter your name without a web address"), code="address")
        if EMAIL.search(name):
            raise ValidationError(_("Enter your name without an email address"), code="email")
        return name

    def clean_text(self) -> str:
        """Refuse an e-mail address, which everybody could read; leave one line empty at most."""
        text: str = self.cleaned_data["text"]
        if EMAIL.search(text):
            message = _("Remove the email address from your comment: everybody could read it")
            raise ValidationError(message, code="email")
        if not any(char.isprintable() and not char.isspace() for char in text):
            raise ValidationError(_("Enter your comment"), code="required")
        return BLANK_LINES.sub("\n\n", text)

    @property
    def words(self) -> Words:
        """What was written, once the form is valid."""
        given = self.cleaned_data
        return Words(name=given["name"], text=given["text"], language=given["language"])
