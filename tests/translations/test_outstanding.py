"""Which pages leave one language behind, and who is told."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from gpx_site.home.models import StandardPage
from gpx_site.outbox.models import OutboxMessage
from gpx_site.translations import outstanding, publishing, tasks
from gpx_site.translations.models import OutstandingTranslation
from tests import factories
from tests.factories.many import many_pages
from tests.factories.translated_pages import draft, edit, live_pair, remove, reread
from tests.pages import count_queries

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
REPORT = reverse("outstanding")


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def staff(client):
    client.force_login(factories.administrator())
    return client


def rows():
    return [(row.page_id, row.state, row.since) for row in OutstandingTranslation.objects.all()]


def alone(page, **why):
    admin = get_user_model().objects.filter(is_superuser=True).first() or factories.administrator()
    publishing.allow_alone(page=page, by=admin, **{"kind": "external"} | why)
    page.get_latest_revision().publish()


# Measuring ----------------------------------------------------------------------------------------


def test_what_says_the_same_in_both_languages_is_not_outstanding(site_tree, drain):
    live_pair(site_tree)
    drain()
    assert rows() == []


def test_drafts_are_not_outstanding(site_tree, drain):
    draft(site_tree)
    drain()
    assert rows() == []


def test_an_edit_makes_the_twin_outstanding_until_it_is_ready(site_tree, drain):
    page, translation = live_pair(site_tree)
    revision = edit(page, title="Contact us")
    drain()
    assert rows() == [(page.pk, "stale", revision.created_at)]
    edit(translation, title="Cysylltwch")
    publishing.mark_ready(page=reread(translation)[0])
    drain()
    assert rows() == []


def test_either_language_may_be_behind(site_tree, drain):
    _page, translation = live_pair(site_tree)
    edit(translation, title="Cysylltwch â ni")
    drain()
    (row,) = OutstandingTranslation.objects.all()
    assert (row.page_id, row.language) == (translation.pk, "en")


def test_the_last_editor_is_named(site_tree, drain):
    page, _twin = live_pair(site_tree)
    elin = get_user_model().objects.create_user("elin")
    newest = page.get_latest_revision_as_object()
    newest.title = "Contact us"
    newest.save_revision(user=elin)
    drain()
    assert OutstandingTranslation.objects.get().changed_by == elin


def test_a_page_alone_is_missing_in_the_other_language_from_its_first_day(site_tree, monday, drain):
    page = draft(site_tree)
    alone(page)
    drain()
    monday.shift(dt.timedelta(days=2))
    edit(page, title="Contact us")
    drain()
    assert rows() == [(page.pk, "missing", MONDAY)]


def test_a_twin_that_is_deleted_is_missing(site_tree, drain):
    page, translation = live_pair(site_tree)
    drain()
    remove(translation)
    drain()
    ((found, state, _since),) = rows()
    assert (found, state) == (page.pk, "missing")


def test_what_the_signals_missed_is_found_by_night(site_tree, drain):
    page, _twin = live_pair(site_tree)
    edit(page, title="Contact us")
    OutboxMessage.objects.all().delete()
    tasks.measure_outstanding()
    assert [row[:2] for row in rows()] == [(page.pk, "stale")]


def test_one_page_that_cannot_be_measured_does_not_stop_an_edit(site_tree, drain, monkeypatch):
    page, _twin = live_pair(site_tree)
    monkeypatch.setattr(outstanding, "stale_since", lambda translation: 1 / 0)
    edit(page, title="Contact us")
    drain()
    assert reread(page)[0].get_latest_revision_as_object().title == "Contact us"
    assert OutboxMessage.objects.filter(error="ZeroDivisionError").exists()


# The report ---------------------------------------------------------------------------------------


@pytest.fixture
def three(site_tree, monday, drain):
    """A page whose Welsh is out of date, one that may stand alone, one that may no longer."""
    page, _twin = live_pair(site_tree)
    edit(page, title="=Contact us")
    external = draft(site_tree, title="By others", slug="by-others")
    alone(external)
    flood = draft(site_tree, "cy", title="Llifogydd", slug="llifogydd")
    end = timezone.now() + dt.timedelta(days=1)
    alone(flood, kind="urgent", reason="Flood", expires_at=end)
    drain()
    monday.shift(dt.timedelta(days=9))
    return page, external, flood


def listed(response):
    return [row.page_id for row in response.context["object_list"]]


def test_the_report_says_what_is_waited_for_and_how_long(staff, three):
    page, external, flood = three
    response = staff.get(REPORT)
    assert listed(response) == [page.pk, external.pk, flood.pk]
    html = response.content.decode()
    assert "Out of date." in html
    assert "Allowed to stand alone. It may stand alone, because the text is by others." in html
    assert (
        "Missing, and its exception has ended. Its leave to stand alone ended on 3 November 2026."
    ) in html
    assert html.count("Waiting for 7 working days, which is too long.") == 3
    assert "Our target is that no page waits for more than 5 working days." in html
    assert reverse("pair", args=[page.pk]) in html


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("language=cy", [0, 1]),
        ("language=en", [2]),
        ("standing=stale", [0]),
        ("standing=alone", [1]),
        ("standing=ended", [2]),
        ("standing=missing", []),
        ("changed_by=", [0, 1, 2]),
    ],
)
def test_the_report_is_filtered(staff, three, query, places):
    assert listed(staff.get(f"{REPORT}?{query}")) == [three[place].pk for place in places]


def test_the_report_is_filtered_by_kind_and_editor(staff, three):
    page = three[0]
    elin = get_user_model().objects.create_user("elin")
    OutstandingTranslation.objects.filter(page=page).update(changed_by=elin)
    assert listed(staff.get(f"{REPORT}?changed_by={elin.pk}")) == [page.pk]
    assert len(listed(staff.get(f"{REPORT}?content_type={page.content_type_id}"))) == 3


@pytest.mark.parametrize("query", ["language=xx", "standing=x", "changed_by=0", "content_type=x"])
def test_a_filter_that_makes_no_sense_is_said(staff, three, query):
    response = staff.get(f"{REPORT}?{query}")
    assert response.status_code == 200
    assert response.context["filters"].form.errors


def test_the_report_is_in_welsh(staff, three):
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="admin"))
    profile.preferred_language = "cy"
    profile.save()
    html = staff.get(REPORT).content.decode()
    assert "Wedi dyddio." in html
    assert "Yn aros ers 7 diwrnod gwaith, sy’n rhy hir." in html


HEADINGS = [
    "Page",
    "Waited for",
    "Kind of page",
    "State",
    "May stand alone until",
    "Since",
    "Working days",
    "Last editor",
]


def test_the_csv_runs_no_formula(staff, three):
    content = b"".join(staff.get(f"{REPORT}?export=csv").streaming_content).decode()
    heading, first, *_others = csv.reader(io.StringIO(content))
    assert heading == HEADINGS
    assert first[:5] == ["'=Contact us", "Welsh", "standard page", "Out of date", ""]
    assert first[6:] == ["7", ""]


def test_the_xlsx_runs_no_formula(staff, three):
    response = staff.get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    heading, first, second, third = sheet.iter_rows()
    assert [cell.value for cell in heading] == HEADINGS
    assert (first[0].value, first[0].data_type) == ("=Contact us", "s")
    assert [row[6].value for row in (first, second, third)] == [7, 7, 7]
    assert third[4].value == (MONDAY + dt.timedelta(days=1)).replace(tzinfo=None)


def test_the_report_takes_as_many_queries_for_a_hundred_rows_as_for_ten(staff, site_tree):
    def add(numbers):
        pages = [StandardPage(title=f"Page {n}", slug=f"page-{n}") for n in numbers]
        many_pages(site_tree.en, pages, "en", live=False)
        OutstandingTranslation.objects.bulk_create(
            OutstandingTranslation(
                page=page, state="missing", since=timezone.now(), changed_by=users[n % 2]
            )
            for n, page in zip(numbers, pages, strict=True)
        )

    users = [get_user_model().objects.create_user(f"user{n}") for n in range(2)]
    add(range(10))
    ten = count_queries(staff, REPORT), count_queries(staff, reverse("wagtailadmin_home"))
    add(range(10, 100))
    hundred = count_queries(staff, REPORT), count_queries(staff, reverse("wagtailadmin_home"))
    assert hundred == ten


def test_who_never_works_on_pages_is_shown_nothing(client, three):
    user = get_user_model().objects.create_user("eirlys", "eirlys@example.org", "x")
    user.groups.add(Group.objects.get(name="Evaluators"))
    client.force_login(user)
    assert client.get(REPORT).status_code == 302
    assert "outstanding" not in client.get(reverse("wagtailadmin_home")).content.decode()


# The home page of the admin -----------------------------------------------------------------------


def test_the_home_page_counts_what_is_due(staff, three):
    page, external, flood = three
    html = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert "2 pages do not say the same in both languages." in html
    assert "2 of them have waited too long." in html
    assert reverse("pair", args=[page.pk]) in html
    assert reverse("pair", args=[flood.pk]) in html
    assert reverse("pair", args=[external.pk]) not in html  # it may stand alone for good


def test_the_home_page_says_when_nothing_is_due(staff, site_tree):
    html = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert "Every page that the public can read says the same in both languages." in html


# The weekly letter --------------------------------------------------------------------------------


@pytest.fixture
def editors(db):
    made = []
    for name, language in (("elin", "cy"), ("bob", "en"), ("ann", "")):
        user = get_user_model().objects.create_user(name, f"{name}@example.org")
        user.groups.add(Group.objects.get(name="Editors"))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        made.append(user)
    get_user_model().objects.create_user("nobody", "nobody@example.org")
    return made


def test_editors_are_written_to_in_their_own_language(editors, three, drain):
    tasks.remind_editors()
    drain()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    subjects = {name: letters[f"{name}@example.org"].subject for name in ("elin", "bob", "ann")}
    english, welsh = (
        "2 pages wait for their other language",
        "Mae 2 dudalen yn aros am eu hiaith arall",
    )
    assert subjects == {"bob": english, "elin": welsh, "ann": f"{welsh} / {english}"}
    body = letters["bob@example.org"].body
    flood = three[2]
    assert "- =Contact us\n  The Welsh page is out of date. Waiting for 7 working days" in body
    assert "- Llifogydd\n  There is no English page to read." in body
    assert "Its leave to stand alone ended on 3 November 2026." in body
    assert f"http://testserver{reverse('pair', args=[flood.pk])}" in body
    assert "By others" not in body
    assert "nobody@example.org" not in letters


def test_a_letter_is_written_once_a_week(editors, three, monday, drain):
    assert outstanding.remind() == 4  # the three, and the administrator
    assert outstanding.remind() == 0
    monday.shift(dt.timedelta(days=7))
    assert outstanding.remind() == 4


def test_nothing_outstanding_is_no_letter(editors, site_tree, drain):
    live_pair(site_tree)
    drain()
    assert outstanding.remind() == 0


def test_what_was_put_right_before_the_letter_went_is_no_letter(editors, three, drain):
    outstanding.remind()
    OutstandingTranslation.objects.all().delete()
    drain()
    assert mail.outbox == []


def test_a_long_list_names_the_oldest_and_counts_the_rest(editors, site_tree, drain):
    for n in range(23):
        page = draft(site_tree, title=f"Page {n}", slug=f"page-{n}")
        since = timezone.now() - dt.timedelta(days=n)
        OutstandingTranslation.objects.create(page=page, state="missing", since=since)
    OutboxMessage.objects.all().delete()
    outstanding.remind()
    drain()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["bob@example.org"]]
    assert "- Page 22\n" in letter.body
    assert "- Page 2\n" not in letter.body
    assert "3 more are in the report." in letter.body


# The daily letter ---------------------------------------------------------------------------------


@pytest.fixture
def lead(editors):
    """One of the editors, who may publish urgently."""
    elin, *_others = editors
    elin.groups.add(Group.objects.get(name="Lead editors"))
    return elin


def test_lead_editors_are_told_every_day_of_urgency_that_has_ended(lead, three, monday, drain):
    tasks.escalate_urgent()
    tasks.escalate_urgent()
    drain()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(letters) == ["admin@example.org", "elin@example.org"]
    assert letters["elin@example.org"].subject == "Mae 1 dudalen frys mewn un iaith yn unig o hyd"
    body = letters["admin@example.org"].body
    assert "1 page was published in one language because it was urgent" in body
    assert "- Llifogydd\n  There is no English page to read." in body
    assert "Its leave to stand alone ended on 3 November 2026." in body
    assert "Contact us" not in body
    monday.shift(dt.timedelta(days=1))
    assert outstanding.escalate() == 2


def test_urgency_that_goes_on_is_no_daily_letter(lead, three, monday, drain):
    monday.move_to(MONDAY, tick=False)
    assert outstanding.escalate() == 0
