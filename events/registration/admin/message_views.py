"""Writing to everybody whom the list shows: words in both languages, a look, then the letters."""

import hashlib
import json
import secrets
from typing import Any

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
from events.registration.notifications.emails import message_letter
from events.registration.services.messages import Words, by_language, recipients
from gpx_site.mail import services as mail


def _subject(label: Any, missing: Any) -> LineField:
    too_long = gettext_lazy("The subject must be 150 characters or fewer")
    return LineField(
        label=label,
        max_length=150,
        error_messages={"required": missing, "max_length": too_long},
    )


def _body(label: Any, missing: Any) -> ParagraphField:
    too_long = gettext_lazy("The message must be 5,000 characters or fewer")
    return ParagraphField(
        label=label,
        max_length=5000,
        rows=10,
        required=True,
        error_messages={"required": missing, "max_length": too_long},
    )


class MessageForm(forms.Form):
    """The words, and what tells one message from another."""

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
    #: The same in every submission of one form: whatever is sent under it is sent once.
    key = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)

    def words(self) -> Words:
        """What was written."""
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})


class MessageView(ListedView):
    """Write, look, send; what was not looked at is not sent."""

    permission_required = "registration.add_registrationmessage"
    template_name = "registration/admin/message.html"
    page_title = gettext_lazy("Write to these people")
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find whom it goes to: who has ended is left out, unless asked for by state."""
        super().setup(request, *args, **kwargs)
        self.chosen: list[Registration] = []
        if self.has_permission():
            rows = filtered(request.GET, request)
            self.chosen = recipients(rows if request.GET.get("state") else rows.live())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and how many read it in which language."""
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
        """Send what was looked at; show everything else."""
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
        """The same for the same words to the same people."""
        said = json.dumps([vars(words), [row.pk for row in self.chosen]])
        return hashlib.sha256(said.encode()).hexdigest()

    def previews(self, words: Words) -> list[dict[str, Any]]:
        """The letter as the first reader of each language has it."""
        message = RegistrationMessage(**vars(words))
        shown = []
        for language, number in by_language(self.chosen):
            if number:
                row = next(row for row in self.chosen if row.mail_locale == language)
                letter = mail.write(message_letter(row, message), dedupe_key="preview")
                shown.append({"language": language, "letter": letter})
        return shown

    def send(self, key: str, words: Words) -> HttpResponse:
        """Owe the letters."""
        ids = [row.pk for row in self.chosen]
        sent = services.send_message(
            key=key, words=words, registrations=ids, actor=self.request.user
        )
        told = ngettext(
            "The message goes to %(n)s person.",
            "The message goes to %(n)s people.",
            sent.recipients,
        )
        messages.success(self.request, told % {"n": sent.recipients})
        return redirect(f"{reverse(LIST)}?{self.request.GET.urlencode()}")
