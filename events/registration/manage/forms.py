"""The forms of a registrant's own pages: change details, change session."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventSession
from events.registration.booking.forms import WholeForm
from events.registration.models import Registration
from events.registration.models.registration_fields import Place, details_for
from gpx_site.core.models import QuestionKind
from gpx_site.core.templatetags.gpx_dates import gpx_times, gpx_weekday_date

SESSION_FULL_MESSAGE = gettext_lazy("This session has no free place any more. Choose another")


class ChangeForm(WholeForm):
    """All details of a registration on one page, without the address, which identifies it."""

    email = None  # type: ignore[assignment]  # Django's idiom to drop an inherited field

    @classmethod
    def about(cls, registration: Registration) -> "ChangeForm":
        """Return the form filled in with the registration."""
        answered = registration.answers.select_related("question", "option")
        answers: dict[str, Any] = {}
        for answer in answered:
            name = cls.PREFIX + answer.question.slug
            if answer.question.kind == QuestionKind.MULTI_CHOICE:
                answers.setdefault(name, []).append(answer.value)
            else:
                answers[name] = answer.value
        details = model_to_dict(registration, details_for(Place.CHANGE_PAGE)) | {
            "organisation": registration.organisation_name,
            "role": registration.role.slug if registration.role else "",
            "wants_welsh": "yes" if registration.wants_welsh_at_event else "no",
        }
        needs = getattr(registration, "needs", None)
        return cls(session=registration.session, instance=needs, initial=details | answers)


class SessionForm(forms.Form):
    """Another of the event's sessions."""

    session = forms.ChoiceField(
        label=gettext_lazy("To which session do you want to change?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the session to which you want to change"),
            "invalid_choice": SESSION_FULL_MESSAGE,
        },
    )

    def __init__(self, *args: Any, sessions: Sequence[EventSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["session"])
        field.choices = [(each.pk, session_line(each)) for each in sessions]

    def refuse(self, *, already_registered: bool) -> None:
        """Add the error why the chosen session is not available."""
        mine = _("You are registered for this session already. Cancel that registration first")
        self.add_error("session", mine if already_registered else SESSION_FULL_MESSAGE)


def session_line(session: EventSession) -> str:
    """Return when and where a session is, on one line, in the active language."""
    times = gpx_times(session.starts_at, session.ends_at)
    return f"{gpx_weekday_date(session.starts_at)}, {times}, {session.place}"
