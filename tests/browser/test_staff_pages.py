"""The pages on which staff book, import, write, announce, print and count: axe, narrow and wide."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from events.announcements.models import Announcement
from events.registration import services
from events.registration.parsers.attendance_reports import Attendee
from tests import factories
from tests.browser.axe import violations
from tests.factories.blocks import answered_form
from tests.factories.registrations import details
from tests.factories.tree import tree

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def addresses(live_server) -> dict[str, str | None]:
    """Each page with the part of it that is ours; the printed ones are ours as a whole."""
    event = factories.event()
    factories.event_pages(factories.event_index(tree()), event)
    session = factories.session(event=event, starts_at=factories.in_days(-2))
    for number in range(3):
        row = services.book(
            session_id=session.pk,
            details=details(wants_welsh_at_event=number == 0),
            needs=services.Needs(dietary="Vegan", bsl=True),
            source="staff",
        ).registration
        services.check_in(registration_id=row.pk)
    content = f"name,email,session\nMair,m@example.org,{session.pk}\nBad,x,{session.pk}"
    kept = services.upload_bookings(content=content.encode())
    stranger = Attendee(name="Phone", visits=((0, 600),))
    services.import_attendance(session_id=session.pk, file_hash="0", attendees=[stranger])
    news = Announcement.objects.create(
        event=event, kind="learned", subject_en="S", subject_cy="P", text_en="T", text_cy="T"
    )
    form_code = answered_form(code="survey", event=event).code
    listing = "wagtailsnippets_registration_registration:"
    ours, form = ".gpx-admin-body", "[data-edit-form]"
    return {
        reverse(f"{listing}add"): ours,
        reverse(f"{listing}add") + f"?session={session.pk}": ours,
        reverse(f"{listing}add") + "?session=x": ours,
        reverse(f"{listing}cancel", args=[row.pk]): ours,
        reverse(f"{listing}move", args=[row.pk]): ours,
        reverse(f"{listing}vouch", args=[row.pk]): ours,
        reverse("registration-imports"): ours,
        reverse("registration-import", args=[kept.pk]): ours,
        reverse("registration-message"): ours,
        reverse("numbers"): ours,
        reverse("evaluation_report", args=[form_code]): ".gpx-report",
        reverse("evaluation_publish", args=[form_code]): ours,
        reverse("evaluation_withdraw", args=[form_code, 1]): ours,
        reverse("registration-changes", args=[row.pk]): ours,
        reverse("session-changes", args=[session.pk]): ours,
        reverse("session-postpone", args=[session.pk]): ours,
        reverse("session-cancel", args=[session.pk]): ours,
        reverse("registration-check-in", args=[session.pk]): ours,
        reverse("attendance-import", args=[session.pk]): ours,
        reverse("announcement-kit", args=[event.pk]): ours,
        reverse("wagtailsnippets_announcements_announcement:send", args=[news.pk]): ours,
        reverse("wagtailsnippets_events_event:edit", args=[event.pk]): form,
        reverse("wagtailsnippets_events_eventsession:edit", args=[session.pk]): form,
        reverse("session-badges", args=[session.pk]): None,
        reverse("session-sign-in", args=[session.pk]): None,
        reverse("session-needs", args=[session.pk]): None,
    }


@pytest.mark.parametrize("language", ["en", "cy"])
def test_are_accessible(page, addresses, language):
    user = factories.administrator()
    UserProfile.objects.create(user=user, preferred_language=language)
    page.goto("/admin/login/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    found = []
    for address, part in addresses.items():
        page.goto(address)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} at {width}: {each}" for each in violations(page, part)]
            if page.evaluate(SIDEWAYS) > 0:
                found.append(f"{address} at {width}: scrolls sideways")
    assert "\n".join(found) == ""
