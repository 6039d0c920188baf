"""The form to subscribe to news of events."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.announcements.models import SubscriptionFields
from events.models import AudienceRole
from events.registration.fields import AddressField, LineField
from gpx_site.core.models import Topic


class AskForm(forms.Form):
    """An address, a language, and the topics and roles to hear of."""

    email = AddressField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send one message to it first, to make sure that it is yours."),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
            "max_length": _("Your email address must be 254 characters or fewer"),
        },
    )
    mail_locale = forms.ChoiceField(
        label=_("In which language should we write to you?"),
        choices=SubscriptionFields.MailLocale,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language"),
            "invalid_choice": _("Choose a language"),
        },
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        to_field_name="slug",
        label=_("Topics (optional)"),
        help_text=_("Choose none to hear of every topic."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose topics from the list")},
    )
    roles = forms.ModelMultipleChoiceField(
        AudienceRole.objects.all(),
        to_field_name="slug",
        label=_("Roles (optional)"),
        help_text=_("Choose none to hear of events for every role."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose roles from the list")},
    )
    # A honeypot: people leave it empty, because it is out of sight, cannot be reached with the
    # keyboard, and tells a screen reader so.
    website = LineField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1"}),
    )
