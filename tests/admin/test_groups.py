"""What each group of staff may do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from blog.comments.models import ClosingRule, Comment
from blog.models import Series
from events.feedback.models import FeedbackForm
from events.models import Event, EventSession
from events.registration.models import Registration, RegistrationNeeds
from gpx_site.admin.groups import ROLES, _permissions, ensure_groups
from gpx_site.core.models import Contributor, Organisation, Person, Topic

pytestmark = pytest.mark.django_db

STAFF = ("Editors", "Events managers", "Evaluators", "Comment moderators")
#          model, action:              Editors, Events managers, Evaluators, Comment moderators
TABLE = [
    (Contributor, "change", (True, True, False, False)),
    (Topic, "add", (True, False, False, False)),
    (Series, "change", (True, False, False, False)),
    (Event, "change", (False, True, False, False)),
    (Event, "view", (True, True, True, False)),
    (EventSession, "change", (False, True, False, False)),
    (Organisation, "change", (False, True, False, False)),
    (Person, "view", (False, True, False, False)),
    (Person, "change", (False, True, False, False)),
    (Registration, "view", (False, True, False, False)),
    (Registration, "delete", (False, False, False, False)),
    (RegistrationNeeds, "view", (False, True, False, False)),
    (FeedbackForm, "change", (False, True, True, False)),
    (Comment, "view", (False, False, False, True)),
    (Comment, "change", (False, False, False, True)),
    (Comment, "delete", (False, False, False, False)),
    (ClosingRule, "change", (True, False, False, True)),
]
EXTRA = [
    ("wagtailadmin.access_admin", (True, True, True, True)),
    ("evaluation.view_report", (False, False, True, False)),
    ("evaluation.view_numbers", (False, True, True, False)),
    ("feedback.view_comments", (False, False, True, False)),
    ("translations.publish_urgent", (False, False, False, False)),
]


@pytest.fixture
def staff():
    """One member of staff in each of the groups of ``STAFF``."""
    ensure_groups()
    users = [get_user_model().objects.create_user(name) for name in STAFF]
    for user in users:
        user.groups.add(Group.objects.get(name=user.username))
    return users


@pytest.mark.parametrize(("model", "action", "expected"), TABLE)
def test_permissions_on_records(staff, model, action, expected):
    name = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    assert tuple(user.has_perm(name) for user in staff) == expected


@pytest.mark.parametrize(("name", "expected"), EXTRA)
def test_other_permissions(staff, name, expected):
    assert tuple(user.has_perm(name) for user in staff) == expected


def test_only_editors_publish(staff, site_tree):
    page = Page.objects.get(pk=site_tree.en.pk)
    testers = [page.permissions_for_user(user) for user in staff]
    assert [tester.can_publish() for tester in testers] == [True, False, False, False]
    assert [tester.can_edit() for tester in testers] == [True, True, False, False]


def test_lead_editors_may_publish_urgently_and_no_more(staff):
    editor, *_others = staff
    before = editor.get_all_permissions()
    editor.groups.add(Group.objects.get(name="Lead editors"))
    editor = get_user_model().objects.get(pk=editor.pk)
    assert editor.get_all_permissions() - before == {"translations.publish_urgent"}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (Person, (302, 200, 302, 302)),
        (Contributor, (200, 200, 302, 302)),
        (Event, (200, 200, 200, 302)),
        (FeedbackForm, (302, 200, 200, 302)),
        (Comment, (302, 302, 302, 200)),
    ],
)
def test_the_admin_keeps_to_them(client, staff, model, expected):
    url = reverse(model.snippet_viewset.get_url_name("list"))
    answers = []
    for user in staff:
        client.force_login(user)
        answers.append(client.get(url).status_code)
    assert tuple(answers) == expected


def test_evaluators_can_see_no_model_with_a_name_in_it(staff):
    private = {Person, Registration, RegistrationNeeds}
    names = {f"{model._meta.app_label}.{model._meta.model_name}" for model in private}
    assert not names & set(ROLES["Evaluators"].models)


def test_every_permission_that_is_named_exists():
    for role in ROLES.values():
        found = {f"{p.content_type.app_label}.{p.codename}" for p in _permissions(role.permissions)}
        assert found == set(role.permissions)


def test_a_second_time_changes_nothing():
    def state():
        return {
            group.name: (
                set(group.permissions.all()),
                set(group.page_permissions.values_list("permission", flat=True)),
                set(group.collection_permissions.values_list("permission", flat=True)),
            )
            for group in Group.objects.all()
        }

    ensure_groups()
    before = state()
    ensure_groups()
    assert state() == before
    assert set(ROLES) <= set(before)
