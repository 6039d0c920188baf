"""The staff report: who may see it, what it shows, and that it costs the same at any size."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from events.evaluation import services
from events.feedback.services import Given
from tests.factories import administrator
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


def staff(client, *permissions):
    """Log in somebody with access to the admin and these permissions."""
    user = get_user_model().objects.create_user("evaluator", "e@example.org", "evaluator")
    group = Group.objects.create(name="test staff")
    codes = ["access_admin", *permissions]
    group.permissions.set(Permission.objects.filter(codename__in=codes))
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def form():
    return make.full_form(code="report")


def answer(form, count, words="Sylw cyfrinachol"):
    for _ in range(count):
        given = [*make.both("confidence", 2, 4), Given(question="comments", text=words)]
        make.send(form, [*given, Given(question="again", options=("yes",))])
    make.mix_in(form)
    services.rebuild_tally(form_id=form.pk)


def test_the_report_shows_the_chart_and_every_base(client, form):
    client.force_login(administrator())
    answer(form, 6)
    content = client.get("/admin/evaluation/report/").content.decode()
    assert "Agree rose from 0% to 100% of 6 people." in content
    assert "n = 6; left blank: 0; not applicable: 0; prefer not to say: 0." in content
    assert content.count("Sylw cyfrinachol") == 6
    assert 'data-live-report="/admin/evaluation/report/live/"' in content
    assert re.search(r"Last updated at \d\d:\d\d:\d\d", content)


def test_an_evaluator_sees_figures_but_neither_comments_nor_few_nor_people(client, form):
    invitation, _token = make.invitation(form)
    staff(client, "view_report")
    answer(form, 4)
    content = client.get("/admin/evaluation/report/").content.decode()
    assert "Fewer than 5 people have answered this" in content
    assert "Agree rose" not in content
    answer(form, 1)
    content = client.get("/admin/evaluation/report/").content.decode()
    assert "Agree rose from 0% to 100% of 5 people." in content
    assert "You do not have permission to read the comments." in content
    for secret in ("Sylw", invitation.registration.name, invitation.registration.email_key):
        assert secret not in content


@pytest.mark.parametrize(
    "path",
    ["/admin/evaluation/", "/admin/evaluation/report/", "/admin/evaluation/report/live/"],
)
def test_without_the_permission_there_is_no_report(client, form, path):
    assert "/login/" in client.get(path).headers["Location"]
    staff(client)
    assert client.get(path).status_code == 302
    client.force_login(administrator())
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_the_live_part_is_sent_again_only_when_it_has_changed(client, form):
    client.force_login(administrator())
    answer(form, 5)
    first = client.get("/admin/evaluation/report/live/")
    tag = first.headers["ETag"]
    assert first.status_code == 200
    assert "<html" not in first.content.decode()
    same = client.get("/admin/evaluation/report/live/", headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    answer(form, 1)
    later = client.get("/admin/evaluation/report/live/", headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert "of 6 people" in later.content.decode()


def test_the_report_is_in_the_language_of_the_reader(client, form):
    user = administrator()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "cy"
    profile.save()
    client.force_login(user)
    answer(form, 5)
    content = client.get("/admin/evaluation/report/").content.decode()
    assert "Cymraeg confidence" in content
    assert "Yr un bobl, cyn ac ar ôl" in content
    assert "English confidence" not in content


def queries(client, path):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_ten_responses_and_a_hundred_cost_the_same(client, form):
    client.force_login(administrator())
    client.get("/admin/evaluation/report/")
    answer(form, 10)
    at_ten = queries(client, "/admin/evaluation/report/")
    answer(form, 90)
    assert queries(client, "/admin/evaluation/report/") == at_ten


def test_lists_of_ten_and_of_a_hundred_forms_cost_the_same(client):
    client.force_login(administrator())
    lists = "/admin/evaluation/", "/admin/snippets/feedback/feedbackform/"
    counts = []
    for many in (10, 30):
        for _ in range(many):
            make.feedback_form()
        for path in lists:
            client.get(path)
            counts.append(queries(client, path))
    assert counts[:2] == counts[2:]


def test_the_list_of_reports_counts_responses(client, form):
    client.force_login(administrator())
    make.invitation(form)
    answer(form, 3)
    content = client.get("/admin/evaluation/").content.decode()
    row = re.search(r'report/">.*?</tr>', content, re.DOTALL).group(0)
    assert re.findall(r"<td>(\d+)</td>", row) == ["1", "3"]
