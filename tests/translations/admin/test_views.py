"""The pair policy in the staff admin: nothing is lost, and what is missing is said."""

import datetime as dt
import html

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage
from wagtail.test.utils.form_data import nested_form_data, rich_text

from gpx_site.home.models import StandardPage
from gpx_site.translations import checks, publishing
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.models import PairException, Readiness
from tests import factories
from tests.factories.translated_pages import WORDS, draft, draft_pair, edit, live_pair, reread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, site_tree):
    client.force_login(factories.administrator())


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form(page=None, language="en", **fields):
    """What the editor's form sends for ``page``."""
    newest = page.get_latest_revision_as_object() if page else None
    names = ("title", "slug", "standfirst", "body")
    words = {name: getattr(newest, name) for name in names} if newest else WORDS[language]
    words = words | fields
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return nested_form_data(words | {"body": rich_text(words["body"])}) | comments


def press(client, page, button, **fields):
    return client.post(edit_url(page), form(page, **fields) | {button: "1"})


def told(response):
    return [html.unescape(str(message)) for message in get_messages(response.wsgi_request)]


def live(*pages):
    return [page.live for page in reread(*pages)]


def test_a_refused_edit_is_saved_as_a_draft_and_explained(client, site_tree):
    page, translation = draft_pair(site_tree)
    response = press(client, page, "action-publish", title="Contact all of us")
    assert (response.status_code, response.url) == (302, edit_url(page))
    (message,) = told(response)
    assert "“Contact all of us” is saved as a draft." in message
    assert "<li>Nobody has declared the Welsh page ready.</li>" in message
    assert f'href="{edit_url(translation)}"' in message
    assert live(page, translation) == [False, False]
    assert reread(page)[0].get_latest_revision_as_object().title == "Contact all of us"


def test_a_refused_edit_of_a_live_page_is_saved_as_a_draft(client, site_tree):
    page, _twin = live_pair(site_tree)
    press(client, page, "action-publish", title="Contact all of us")
    (page,) = reread(page)
    assert (page.title, page.has_unpublished_changes) == ("Contact", True)
    assert page.get_latest_revision_as_object().title == "Contact all of us"


def test_publish_publishes_both(client, site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    response = press(client, page, "action-publish")
    assert response.url == reverse("wagtailadmin_explore", args=[site_tree.en.pk])
    (message,) = told(response)
    assert "“Contact” is published in both languages." in message
    assert live(page, translation) == [True, True]


def test_a_new_page_that_is_refused_was_never_live(client, site_tree):
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", site_tree.en.pk])
    response = client.post(url, form() | {"action-publish": "1"})
    page = StandardPage.objects.get()
    assert response.url == edit_url(page)
    assert "<li>There is no Welsh page yet.</li>" in told(response)[0]
    assert (page.live, page.first_published_at) == (False, None)
    assert page.get_latest_revision_as_object().standfirst == WORDS["en"]["standfirst"]


def test_a_schedule_is_made_for_both(client, site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    at = timezone.localtime() + dt.timedelta(days=1)
    response = press(client, page, "action-publish", go_live_at=f"{at:%Y-%m-%d %H:%M}")
    assert "“Contact” is scheduled to be published." in told(response)[0]
    assert live(page, translation) == [False, False]
    (page,) = reread(page)
    assert page.scheduled_revision == page.latest_revision


def test_ready_is_said_of_the_edit_that_it_saves(client, site_tree):
    page, translation = draft_pair(site_tree)
    response = press(client, translation, "action-pair-ready", title="Cysylltwch")
    assert response.url == edit_url(translation)
    assert "“Cysylltwch” is declared ready." in told(response)[-1]
    (translation,) = reread(translation)
    readiness = Readiness.objects.get()
    assert (readiness.page_id, readiness.revision_id) == (
        translation.pk,
        translation.latest_revision_id,
    )
    assert readiness.declared_by.username == "admin"
    assert checks.missing(page) == []


def test_ready_is_refused_with_what_is_missing(client, site_tree):
    page = draft(site_tree)
    translation = create_translation(page)
    response = press(client, translation, "action-pair-ready")
    assert "“text” on the Welsh page still has the English words." in told(response)[-1]
    assert not Readiness.objects.exists()


def test_a_minor_edit_goes_live_at_once(client, site_tree):
    page, translation = live_pair(site_tree)
    response = press(client, page, "action-pair-minor", title="Contact us")
    assert "“Contact us” is published in both languages." in told(response)[-1]
    assert [each.title for each in reread(page, translation)] == ["Contact us", "Cysylltu"]


def test_a_minor_edit_with_a_mistake_is_kept_as_a_draft(client, site_tree):
    page, _twin = live_pair(site_tree)
    data = form(page, standfirst="Other words.") | {"body": "null", "action-pair-minor": "1"}
    response = client.post(edit_url(page), data)
    assert "It has a mistake and cannot be published." in told(response)[-1]
    (page,) = reread(page)
    assert page.standfirst == WORDS["en"]["standfirst"]
    assert page.get_latest_revision_as_object().standfirst == "Other words."


def test_the_editor_offers_what_may_be_done(client, site_tree):
    page, _twin = draft_pair(site_tree)
    names = [f"action-pair-{verb}" for verb in ("submit", "ready", "minor", "alone")]
    before = client.get(edit_url(page)).content.decode()
    assert [name in before for name in [*names, "localize-"]] == [True, True, False, True, False]
    page, _twin = live_pair_after(page)
    after = client.get(edit_url(page)).content.decode()
    assert [name in after for name in [*names, "localize-"]] == [True, True, True, True, False]


def live_pair_after(page):
    translation = checks.translation_of(page)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    return reread(page, translation)


# Both languages -----------------------------------------------------------------------------------


def pair_url(page):
    return reverse("pair", args=[page.pk])


def test_both_languages_shows_what_is_missing_and_changes_nothing(client, site_tree):
    page, _twin = draft_pair(site_tree)
    page_html = client.get(pair_url(page)).content.decode()
    assert "<li>Nobody has declared the Welsh page ready.</li>" in page_html
    assert not Readiness.objects.exists()


def test_the_twin_is_made_declared_ready_and_published_there(client, site_tree):
    page = draft(site_tree)
    client.post(pair_url(page), {"do": "twin"})
    translation = checks.translation_of(page)
    edit(translation, **WORDS["cy"])
    client.post(pair_url(translation), {"do": "ready"})
    client.post(pair_url(page), {"do": "publish"})
    assert live(page, translation) == [True, True]


def test_an_urgent_page_is_published_alone(client, site_tree):
    page, translation = draft_pair(site_tree)
    end = timezone.localtime() + dt.timedelta(days=3)
    why = {"kind": "urgent", "reason": "Flood", "expires_at": f"{end:%Y-%m-%d %H:%M}"}
    response = client.post(pair_url(page), {"do": "alone"} | why)
    assert response.url == pair_url(page)
    assert "“Contact” is published in one language alone." in told(response)[0]
    assert live(page, translation) == [True, False]
    allowed = PairException.objects.get()
    assert (allowed.kind, allowed.reason, allowed.allowed_by.username) == (
        "urgent",
        "Flood",
        "admin",
    )


def test_urgency_without_a_reason_is_refused_beside_the_field(client, site_tree):
    page, _twin = draft_pair(site_tree)
    response = client.post(pair_url(page), {"do": "alone", "kind": "urgent"})
    assert response.context["form"].errors == {
        "reason": ["Say why it is urgent."],
        "expires_at": ["Say until when."],
    }
    assert not PairException.objects.exists()


def test_who_may_not_edit_sees_nothing(client, site_tree, django_user_model):
    page, _twin = draft_pair(site_tree)
    client.force_login(django_user_model.objects.create_user("nobody"))
    assert client.get(pair_url(page)).status_code == 302
    assert client.post(pair_url(page), {"do": "ready"}).status_code == 302
    assert not Readiness.objects.exists()


# Other ways to publish ----------------------------------------------------------------------------


def test_bulk_publishing_publishes_what_is_ready_and_names_the_rest(client, site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    lone = draft(site_tree, title="Privacy", slug="privacy")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={each.pk}" for each in (translation, lone, page))
    response = client.post(f"{url}?{ids}", {"include_descendants": ""})
    assert live(page, translation, lone) == [True, True, False]
    published, held = told(response)
    assert "2 pages are published." in published
    assert "<li>Privacy: There is no Welsh page yet.</li>" in held


def test_a_page_is_declared_ready_and_goes_through_no_workflow_of_wagtails(client, site_tree):
    page, _twin = draft_pair(site_tree)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/workflows/" not in home
    editor = client.get(edit_url(page)).content.decode()
    assert Workflow.objects.get().name not in editor


def test_the_admin_leads_to_no_guide_of_wagtails(client):
    assert "guide.wagtail.org" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_approval_of_a_workflow_is_refused_with_a_message(client, site_tree, settings):
    settings.WAGTAIL_WORKFLOW_ENABLED = True
    page, _twin = draft_pair(site_tree)
    workflow = Workflow.objects.get()
    WorkflowPage.objects.update_or_create(page_id=site_tree.en.pk, defaults={"workflow": workflow})
    state = workflow.start(page, None)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", state.current_task_state.pk],
    )
    response = client.post(url, {"comment": ""})
    assert response.url == edit_url(page)
    assert "Nobody has declared the Welsh page ready." in told(response)[-1]
    assert live(page) == [False]
