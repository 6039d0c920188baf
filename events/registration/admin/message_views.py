"""Write to everybody in the filtered list: text in both languages, preview, then e-mails."""

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from events.registration import services
from events.registration.admin.actions import LIST, ListedView
from events.registration.admin.filters import filtered
from events.registration.fields import LineField, ParagraphField
from events.registration.models import Registration, RegistrationMessage
from events.registration.notifications.emails import message_email
from events.registration.services.messages import Words, by_language, recipients
from gpx_site.mail import services as mail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _subject(label: "StrOrPromise", missing: "StrOrPromise") -> LineField:
    too_long = gettext_lazy("The subject must be 150 characters or fewer")
    return LineField(
        label=label,
        max_length=150,
        error_messages={"required": missing, "max_length": too_long},
    )


def _body(label: "StrOrPromise", missing: "StrOrPromise") -> ParagraphField:
    too_long = gettext_lazy("The message must be 5,000 characters or fewer")
    return ParagraphField(
        label=label,
        max_length=5000,
        rows=10,
        required=True,
        error_messages={"required": missing, "max_length": too_long},
    )


class MessageForm(forms.Form):
    """Subject and text in both languages, and the key of the message."""

    subject_cy = _subject(
        gettext_lazy("Subject in Welsh"), gettext_lazy("Write the subject in Welsh")
    )
    body_cy = _body(gettext_lazy("Message in Welsh"), gettext_lazy("Write the message in Welsh"))
    subject_en = _subject(
        gettext_lazy("Subject in English"), gettext_lazy("Write the subject in English")
    )
    body_en = _body(
        gettext_lazy("Message in English"), gettext_lazy("Write the message in English")
    )
    #: The same in every submission of one form, so that the message is sent once.
    key = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)

    def words(self) -> Words:
        """Return subject and text, for the service."""
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})


class MessageView(ListedView):
    """Write, preview, send; nothing is sent without its preview."""

    permission_required = "registration.add_registrationmessage"
    template_name = "registration/admin/message.html"
    page_title = gettext_lazy("Write to these people")
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the recipients; ended registrations only where the list is filtered by state."""
        super().setup(request, *args, **kwargs)
        self.chosen: list[Registration] = []
        if self.has_permission():
            rows = filtered(request.GET, request)
            self.chosen = recipients(rows if request.GET.get("state") else rows.live())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the number of recipients in each language."""
        label = ngettext("Send to %(n)s person", "Send to %(n)s people", len(self.chosen))
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or MessageForm(initial={"key": secrets.token_hex(16)}),
            "total": len(self.chosen),
            "languages": by_language(self.chosen),
            "previews": kwargs.get("previews", []),
            "seen": kwargs.get("seen", ""),
            "button": label % {"n": len(self.chosen)},
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send what was previewed; show a preview of anything else."""
        form = MessageForm(request.POST)
        if not form.is_valid() or not self.chosen:
            return self.render_to_response(self.get_context_data(form=form))
        words = form.words()
        seen = self.digest(words)
        if request.POST.get("do") == "send" and request.POST.get("seen") == seen:
            return self.send(form.cleaned_data["key"], words)
        context = self.get_context_data(form=form, previews=self.previews(words), seen=seen)
        return self.render_to_response(context)

    def digest(self, words: Words) -> str:
        """Return the same digest for the same text to the same people."""
        said = json.dumps([vars(words), [row.pk for row in self.chosen]])
        return hashlib.sha256(said.encode()).hexdigest()

    def previews(self, words: Words) -> list[dict[str, Any]]:
        """Return the e-mail as the first recipient in each language gets it."""
        message = RegistrationMessage(**vars(words))
        shown = []
        for language, number in by_language(self.chosen):
            if number:
                row = next(row for row in self.chosen if row.mail_locale == language)
                email = mail.write(message_email(row, message), dedupe_key="preview")
                shown.append({"language": language, "email": email})
        return shown

    def send(self, key: str, words: Words) -> HttpResponse:
        """Enqueue the e-mails."""
        ids = [row.pk for row in self.chosen]
        sent = services.send_message(
            key=key, words=words, registrations=ids, actor=self.request.user
        )
        sent_to = ngettext(
            "The message goes to %(n)s person.",
            "The message goes to %(n)s people.",
            sent.recipients,
        )
        messages.success(self.request, sent_to % {"n": sent.recipients})
        return redirect(f"{reverse(LIST)}?{self.request.GET.urlencode()}")
