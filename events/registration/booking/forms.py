"""The questions of the registration form, a few to a page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.db.models import Field, TextField
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.models import AudienceRole, EventSession
from events.registration.fields import AddressField, LineField, NameField, ParagraphField
from events.registration.models import Registration, RegistrationNeeds, RegistrationQuestion
from events.registration.models.registration_fields import Place, details_for, needs_for
from events.registration.services import AnswerInput, Details, Needs
from gpx_site.core.models import Organisation, OrganisationAlias, QuestionKind
from gpx_site.core.models.people import normalise_name
from gpx_site.core.questions.fields import answer_field

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class AsksMore(TypedDict):
        """What the booking views annotate."""

        asks_more: bool

    AskingSession = WithAnnotations[EventSession, AsksMore]

#: The limit of a field that names none of its own.
MAX_LENGTH = 500
#: The form's name for a field of the registration, where it differs.
FORM_NAMES = {
    "email_key": "email",
    "organisation_text": "organisation",
    "wants_welsh_at_event": "wants_welsh",
}


def form_name(name: str) -> str:
    """Return what the form calls the field ``name`` of a registration."""
    return FORM_NAMES.get(name, name)


class StepForm(forms.Form):
    """One page of the form, about one session."""

    def __init__(self, *args: Any, session: EventSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def answers(self) -> dict[str, str | list[str]]:
        """Return what was typed or ticked, to be shown and checked again later."""
        return {name: self._answer(name, field) for name, field in self.fields.items()}

    def _answer(self, name: str, field: forms.Field) -> str | list[str]:
        if isinstance(field, forms.MultipleChoiceField):
            ticked: list[str] = field.widget.value_from_datadict(self.data, self.files, name)
            return ticked
        # Browsers send line breaks as two characters. A longer text is padded with blanks.
        longest = 2 * (getattr(field, "max_length", None) or MAX_LENGTH)
        return str(self.data.get(name, "")).strip()[:longest]


class DetailsForm(StepForm):
    """Who is coming."""

    name = NameField(
        label=_("Full name"),
        max_length=150,
        error_messages={
            "required": _("Enter your full name"),
            "address": _("Enter your name without a web address"),
            "max_length": _("Your name must be 150 characters or fewer"),
        },
    )
    email = AddressField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We will send the confirmation and a calendar file to this address."),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
            "max_length": _("Your email address must be 254 characters or fewer"),
        },
    )
    organisation = LineField(
        label=_("Organisation (optional)"),
        max_length=150,
        required=False,
        help_text=_("Start typing to choose from our list, or type another name."),
        error_messages={
            "max_length": _("The name of your organisation must be 150 characters or fewer")
        },
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    role = forms.ModelChoiceField(
        AudienceRole.objects.all(),
        to_field_name="slug",
        label=_("Role (optional)"),
        required=False,
        empty_label=_("Choose the nearest role"),
        error_messages={"invalid_choice": _("Choose a role from the list")},
    )
    role_text = LineField(
        label=_("Another role (optional)"),
        max_length=150,
        required=False,
        help_text=_("If yours is not in the list."),
        error_messages={"max_length": _("Your role must be 150 characters or fewer")},
    )
    # People leave it empty: it is out of their sight and their keyboard's reach, and says so to a
    # screen reader.
    website = LineField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1"}),
    )

    def organisation_names(self) -> list[str]:
        """The directory, for the suggestions of the box."""
        return [organisation.name for organisation in Organisation.objects.all()]


class LanguageForm(StepForm):
    """In which language."""

    YES_NO = (
        ("yes", pgettext_lazy("would you like", "Yes")),
        ("no", pgettext_lazy("would you like", "No")),
    )

    mail_locale = forms.ChoiceField(
        label=_("In which language should we write to you?"),
        choices=(
            (Registration.MailLocale.WELSH, _("Welsh")),
            (Registration.MailLocale.ENGLISH, _("English")),
            (Registration.MailLocale.BOTH, _("Welsh and English")),
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the language in which we should write to you"),
            "invalid_choice": _("Choose the language in which we should write to you"),
        },
    )
    wants_welsh = forms.ChoiceField(
        label=_("Would you like to use Welsh at the event?"),
        help_text=_("For example in discussions. It helps us to arrange translation in time."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose yes if you would like to use Welsh at the event"),
            "invalid_choice": _("Choose yes if you would like to use Welsh at the event"),
        },
    )


def need_field(field: "Field[Any, Any]", **wording: Any) -> forms.Field | None:
    """Return the form's field of a need: a box to tick, or a text of a few lines."""
    if isinstance(field, TextField):
        return ParagraphField(max_length=field.max_length, **wording)
    return field.formfield(**wording)


class NeedsForm(StepForm, forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    """What somebody needs in order to take part; food is a question in person only."""

    class Meta:
        model = RegistrationNeeds
        fields = needs_for(Place.FORM)
        formfield_callback = need_field
        labels = {
            "access": _("Access needs (optional)"),
            "dietary": _("Dietary needs (optional)"),
            "bsl": _("I need British Sign Language interpretation"),
            "translation": _("I need simultaneous translation from Welsh to English"),
        }
        help_texts = {
            "access": _("For example step-free access, a hearing loop or large print."),
            "dietary": _("For example vegan, halal or a nut allergy."),
        }
        error_messages = {
            "access": {"max_length": _("Your access needs must be 500 characters or fewer")},
            "dietary": {"max_length": _("Your dietary needs must be 500 characters or fewer")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session.mode == EventSession.Mode.ONLINE:
            del self.fields["dietary"]

    @property
    def need_fields(self) -> list[forms.BoundField]:
        """The fields of needs that are asked, in order."""
        return [self[name] for name in needs_for(Place.FORM) if name in self.fields]


class QuestionsForm(StepForm):
    """What the event itself asks; empty where it asks nothing."""

    PREFIX = "question-"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = RegistrationQuestion.objects.filter(event_id=self.session.event_id)
        self.questions = list(asked.prefetch_related("options"))
        for question in self.questions:
            missing = gettext("Answer this question: “%(question)s”") % {"question": question.text}
            self.fields[self.PREFIX + question.slug] = answer_field(
                question, label=question.text, hint=question.hint, required_message=missing
            )

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the event's questions, in order."""
        return [self[self.PREFIX + question.slug] for question in self.questions]

    def answer_inputs(self) -> list[AnswerInput]:
        """Return the answers, without the questions that were not answered."""
        given = (
            _answer_input(question, self.cleaned_data[self.PREFIX + question.slug])
            for question in self.questions
        )
        return [answer for answer in given if answer]


def _answer_input(question: RegistrationQuestion, value: Any) -> AnswerInput | None:
    if not value:
        return None
    if question.kind == QuestionKind.MULTI_CHOICE:
        return AnswerInput(question=question.slug, options=tuple(value))
    if question.kind == QuestionKind.CHOICE:
        return AnswerInput(question=question.slug, options=(value,))
    if question.kind == QuestionKind.TEXT:
        return AnswerInput(question=question.slug, text=value)
    return AnswerInput(question=question.slug, value=int(value))


class WholeForm(DetailsForm, LanguageForm, NeedsForm, QuestionsForm):
    """Every page of the form on one, for a registration that is changed or made by staff."""

    website = None  # type: ignore[assignment]  # Django's idiom to drop an inherited field
    field_order = (*DetailsForm.base_fields, *LanguageForm.base_fields, *NeedsForm.base_fields)

    def details(self, email: str) -> Details:
        """Return the details, for the service."""
        return Details(email=email, **columns_given(self.cleaned_data))

    def needs(self) -> Needs:
        """Return the needs, for the service."""
        return needs_of(self)


#: The pages of every registration form, in order; an event that asks more has one more.
STEPS: dict[str, type[StepForm]] = {
    "details": DetailsForm,
    "language": LanguageForm,
    "needs": NeedsForm,
}


def steps_of(session: "AskingSession") -> dict[str, type[StepForm]]:
    """Return the pages of the form for this session, in order."""
    return STEPS | {"questions": QuestionsForm} if session.asks_more else STEPS


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation of the directory that is called ``name`` in either language."""
    key = normalise_name(name)
    if not key:
        return None
    alias = OrganisationAlias.objects.filter(name_key=key).select_related("organisation").first()
    if alias:
        named: Organisation = alias.organisation
        return named
    organisations: Iterable[Organisation] = Organisation.objects.all()
    for organisation in organisations:
        if key in (normalise_name(organisation.name_en), normalise_name(organisation.name_cy)):
            return organisation
    return None


def columns_given(given: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of valid pages as columns of a registration, without the address."""
    columns = {name: given[form_name(name)] for name in details_for(Place.CHANGE_PAGE)}
    return columns | {
        "organisation": find_organisation(given["organisation"]),
        "wants_welsh_at_event": given["wants_welsh"] == "yes",
    }


def details_of(details: StepForm, language: StepForm) -> Details:
    """Return two valid pages of the form as details, for the service."""
    given = details.cleaned_data | language.cleaned_data
    return Details(email=given["email"], **columns_given(given))


def needs_of(needs: StepForm) -> Needs:
    """Return the valid page about needs as needs, for the service."""
    given = needs.cleaned_data
    return Needs(**{name: given[name] for name in needs_for(Place.FORM) if name in given})
