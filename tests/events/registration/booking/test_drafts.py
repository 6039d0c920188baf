"""Wherever somebody can type a name or an address, what could do harm is refused in words."""

import pytest
from django.core.mail import EmailMessage
from django.utils.translation import override

from events.announcements.forms import AskForm
from events.registration import services
from events.registration.admin.forms import StaffBookingForm
from events.registration.booking.forms import DetailsForm
from events.registration.booking.group_forms import ContactForm, PeopleForm
from events.registration.check_in.forms import PressForm, WalkInForm
from events.registration.manage.forms import ChangeForm
from events.registration.models import Registration
from events.registration.services import imports
from gpx_site.core.fields import LineField
from gpx_site.core.models import Person
from tests import factories

pytestmark = pytest.mark.django_db

UNSEEN = {
    "en": "Remove line breaks and characters that cannot be seen.",
    "cy": "Dilëwch doriadau llinell a nodau na ellir eu gweld.",
}
BAD_NAMES = {
    "a header": "Mair\r\nBcc: b@example.org",
    "an escape": "Mair\x1b[2J",
    "a tabulator of old": "Mair\x0bRees",
    "half a letter": "Mair\ud800",
    "right to left": "Mair\u202eseeR",
    "a mark of direction": "Mair\u200f Rees",
    "no width": "Ma\u200bir",
    "a separator of lines": "Mair\u2028Rees",
    "a blank that is a letter": "Mair\u3164",
}
BAD_ADDRESSES = {
    "a header": "m@example.org\r\nBcc: b@example.org",
    "a line break": "m@exam\nple.org",
    "right to left": "m\u202e@example.org",
    "no width": "m@exam\u200bple.org",
}


def public(session):
    session.asks_more = False
    return session


#: Each form with the names and the addresses in it.
FORMS = {
    "registration": (lambda data, s: DetailsForm(data, session=s), ["name"], ["email"]),
    "group": (lambda data, s: ContactForm(data, session=s), ["name"], ["email"]),
    "people": (
        lambda data, s: PeopleForm(data, session=s, size=2),
        ["name-1", "name-2"],
        ["email-1", "email-2"],
    ),
    "own details": (
        lambda data, s: ChangeForm(data, session=s),
        ["name", "organisation", "role_text"],
        [],
    ),
    "on behalf": (
        lambda data, s: StaffBookingForm(data, session=s, may_note_needs=True),
        ["name", "organisation", "role_text"],
        ["email"],
    ),
    "walk-in": (lambda data, _s: WalkInForm(data), ["name", "organisation"], ["email"]),
    "import": (lambda data, _s: imports._RowForm(data), ["name", "organisation"], ["email"]),
    "news": (lambda data, _s: AskForm(data), [], ["email"]),
    "person": (lambda data, _s: edit_form(Person)(data), ["name"], ["email_key"]),
    "correction": (
        lambda data, _s: edit_form(Registration)(data, instance=Registration()),
        ["name", "organisation_text", "role_text"],
        [],
    ),
}


def edit_form(model):
    """The form in which staff edit a row of ``model``."""
    return model.snippet_viewset.get_edit_handler().get_form_class()


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("where", FORMS)
def test_what_cannot_be_seen_is_refused_everywhere(where, language):
    make, names, addresses = FORMS[where]
    session = public(factories.session())
    for fields, bad in ((names, BAD_NAMES), (addresses, BAD_ADDRESSES)):
        for what, text in bad.items():
            with override(language):
                errors = make(dict.fromkeys(fields, text), session).errors
                for field in fields:
                    assert errors.get(field) == [UNSEEN[language]], (what, field)


@pytest.mark.parametrize("where", FORMS)
def test_what_is_too_long_or_shows_nothing_is_refused_everywhere(where):
    make, names, addresses = FORMS[where]
    session = public(factories.session())
    long = make({**dict.fromkeys(names, "M" * 151)}, session).errors
    assert [name for name in names if "150" not in str(long.get(name))] == []
    endless = make(dict.fromkeys(addresses, "m" * 300 + "@example.org"), session).errors
    assert set(addresses) <= endless.keys()
    blank = make({**dict.fromkeys(names, " \u200d\ufe0f\u0301 ")}, session)
    blank.is_valid()
    assert {blank.cleaned_data.get(name, "") for name in names} <= {""}


def test_names_of_every_script_are_names():
    field = LineField()
    for name in ("Siân Ŵyn", "Łukasz O’Brien-ab Iorwerth", "محمد", "李小龍", "நா", "می\u200cخواهم"):
        assert field.clean(f"  {name} ") == name


def test_letters_that_only_look_alike_are_another_address_that_can_be_written_to():
    """A Cyrillic letter in a domain: nobody is merged with whom they are not."""
    form = DetailsForm({"name": "M", "email": "m@ex\u0430mple.org"}, session=None)
    form.is_valid()
    address = form.cleaned_data["email"]
    assert address != "m@example.org"
    sent = EmailMessage("s", "b", to=[address]).message()
    assert sent["To"] == "m@xn--exmple-4nf.org"


def test_a_phone_that_sends_half_a_letter_is_refused():
    assert "reference" in PressForm({"reference": "\ud800", "arrived": "yes"}).errors


def test_a_line_of_a_file_is_refused_and_the_others_are_not():
    content = "name,email,session\nMa\u200bir,m@example.org,{0}\nNia,n@example.org,{0}"
    session = factories.session()
    kept = services.upload_bookings(content=content.format(session.pk).encode())
    validated = imports.validate_rows(imports.rows_of(kept), file_hash=kept.file_hash)
    assert [(each.outcome.value, each.reasons) for each in validated] == [
        ("invalid", (UNSEEN["en"],)),
        ("new", ()),
    ]
