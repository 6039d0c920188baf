"""The pair policy: what is published, when, and what is refused."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gpx_site.translations import publishing, staleness
from gpx_site.translations.checks import PairNotReady, missing
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.models import PairException, Readiness
from tests import factories
from tests.factories.translated_pages import WORDS, draft, draft_pair, edit, live_pair, reread

pytestmark = pytest.mark.django_db
FIRST = pytest.mark.parametrize("first", ["en", "cy"])


def live(*pages):
    return [page.live for page in reread(*pages)]


def titles(*pages):
    return [page.title for page in reread(*pages)]


def said(page):
    return [str(reason) for reason in missing(page)]


def refusal(revision):
    with pytest.raises(PairNotReady) as caught:
        revision.publish()
    return str(caught.value)


# First publication --------------------------------------------------------------------------------


def test_a_page_without_a_twin_is_refused(site_tree):
    page = draft(site_tree)
    assert refusal(page.get_latest_revision()) == "There is no Welsh page yet."
    assert live(page) == [False]


@FIRST
def test_a_first_publication_is_refused_until_the_twin_is_ready(site_tree, first):
    page, translation = draft_pair(site_tree, first)
    language = "Welsh" if first == "en" else "English"
    assert refusal(page.get_latest_revision()) == (
        f"Nobody has declared the {language} page ready."
    )
    assert live(page, translation) == [False, False]


@FIRST
def test_then_both_go_live(site_tree, first):
    page, translation = draft_pair(site_tree, first)
    publishing.mark_ready(page=translation)
    assert missing(page) == []
    page.get_latest_revision().publish()
    page, translation = reread(page, translation)
    assert [page.live, translation.live] == [True, True]
    assert [page.has_unpublished_changes, translation.has_unpublished_changes] == [False, False]
    assert translation.title == WORDS[translation.locale.language_code]["title"]


def test_to_declare_a_page_ready_is_not_to_let_itself_be_published(site_tree):
    _page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    assert (
        refusal(translation.get_latest_revision()) == "Nobody has declared the English page ready."
    )


def test_publishing_again_changes_nothing(site_tree):
    page, translation = live_pair(site_tree)
    before = [page.last_published_at, translation.last_published_at]
    page.get_latest_revision().publish()
    translation.get_latest_revision().publish()
    page, translation = reread(page, translation)
    assert [page.last_published_at, translation.last_published_at] == before


def test_what_is_missing_is_said_in_whole_sentences(site_tree):
    page = draft(site_tree)
    translation = create_translation(page)
    edit(translation, title="Cysylltu", standfirst="")
    assert said(page) == [
        "“standfirst” has no words on the Welsh page.",
        "“text” on the Welsh page still has the English words.",
        "Nobody has declared the Welsh page ready.",
    ]


def test_the_sentences_wait_for_the_language_of_the_reader(site_tree):
    page = draft(site_tree)
    create_translation(page)
    assert not any(isinstance(reason, str) for reason in missing(page))


def test_a_page_with_a_mistake_cannot_be_declared_ready(site_tree):
    _page, translation = draft_pair(site_tree)
    broken = translation.get_latest_revision_as_object()
    broken.seo_title = "x" * 256
    broken.save_revision(clean=False)
    with pytest.raises(PairNotReady) as caught:
        publishing.mark_ready(page=reread(translation)[0])
    assert str(caught.value) == (
        "The Welsh page has a mistake in “title tag”: "
        "Ensure this value has at most 255 characters (it has 256)."
    )
    assert not Readiness.objects.exists()


def test_an_untranslated_page_cannot_be_declared_ready(site_tree):
    page = draft(site_tree)
    translation = create_translation(page)
    with pytest.raises(PairNotReady, match="still has the English words"):
        publishing.mark_ready(page=translation)


def test_few_words_may_be_the_same_in_both_languages(site_tree):
    page, translation = draft_pair(site_tree)
    edit(translation, title="Contact")
    publishing.mark_ready(page=reread(translation)[0])
    assert missing(page) == []


# "Ready" is said of one revision and of the words beside it ---------------------------------------


def test_an_edit_of_the_twin_undoes_its_readiness(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    edit(translation, title="Cysylltwch")
    assert said(page) == ["The Welsh page has changed since it was declared ready."]


def test_saving_over_the_same_revision_undoes_it_too(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    revision = translation.get_latest_revision()
    newest = revision.as_object()
    newest.title = "Cysylltwch"
    assert newest.save_revision(overwrite_revision=revision).pk == revision.pk
    assert said(page) == ["The Welsh page has changed since it was declared ready."]


def test_an_edit_of_the_page_undoes_the_readiness_of_its_twin(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    edit(page, standfirst="Nothing that was there before.")
    (page,) = reread(page)
    assert said(page) == ["The English words have changed since the Welsh page was declared ready."]


def test_a_new_address_undoes_nothing(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    edit(page, slug="get-in-touch")
    assert missing(reread(page)[0]) == []


# Edits to a live page -----------------------------------------------------------------------------


@FIRST
def test_an_edit_to_a_live_page_is_held_until_its_twin_is_ready(site_tree, first):
    page, translation = live_pair(site_tree, first)
    before = titles(page, translation)
    revision = edit(page, title="One")
    assert "words have changed since" in refusal(revision)
    assert titles(page, translation) == before
    assert reread(page)[0].has_unpublished_changes
    edit(translation, title="Two")
    publishing.mark_ready(page=reread(translation)[0])
    revision.publish()
    assert titles(page, translation) == ["One", "Two"]
    assert live(page, translation) == [True, True]


def test_a_live_twin_that_is_right_as_it_is_may_be_declared_ready(site_tree):
    page, translation = live_pair(site_tree)
    published = translation.last_published_at
    revision = edit(page, title="Contact us")
    publishing.mark_ready(page=translation)
    revision.publish()
    page, translation = reread(page, translation)
    assert (page.title, translation.last_published_at) == ("Contact us", published)


def test_a_minor_edit_is_published_at_once(site_tree):
    page, translation = live_pair(site_tree)
    edit(page, title="Contact us")
    publishing.publish_minor(page=reread(page)[0])
    assert titles(page, translation) == ["Contact us", "Cysylltu"]
    assert not staleness.is_stale(reread(translation)[0])


def test_a_minor_edit_leaves_a_draft_of_the_twin_alone(site_tree):
    page, translation = live_pair(site_tree)
    edit(translation, title="Ar y gweill")
    edit(page, title="Contact us")
    publishing.publish_minor(page=reread(page)[0])
    assert titles(page, translation) == ["Contact us", "Cysylltu"]
    edit(page, title="And again")
    assert "The Welsh page has changed" in refusal(reread(page)[0].get_latest_revision())


def test_a_first_publication_is_never_minor(site_tree):
    page, translation = draft_pair(site_tree)
    with pytest.raises(PairNotReady):
        publishing.publish_minor(page=page)
    assert live(page, translation) == [False, False]


# Both or neither ----------------------------------------------------------------------------------


def test_when_the_second_cannot_be_saved_neither_is_published(site_tree, monkeypatch):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    save = type(page).save

    def failing(self, *args, **kwargs):
        if self.pk == translation.pk:
            raise IntegrityError("the disk is full")
        return save(self, *args, **kwargs)

    monkeypatch.setattr(type(page), "save", failing)
    with pytest.raises(IntegrityError):
        page.get_latest_revision().publish()
    assert live(page, translation) == [False, False]
    assert Readiness.objects.count() == 1


def test_two_publications_in_one_transaction_roll_back_together(site_tree):
    one = draft_pair(site_tree)
    publishing.mark_ready(page=one[1])
    page, _twin = live_pair_beside(site_tree)
    revision = edit(page, title="Changed")

    def publish_two():
        with transaction.atomic():
            one[0].get_latest_revision().publish()
            revision.publish()

    with pytest.raises(PairNotReady):
        publish_two()
    assert live(*one) == [False, False]
    assert titles(page) == ["About"]


def live_pair_beside(tree):
    page = draft(tree, title="About", slug="about")
    translation = create_translation(page)
    edit(translation, **WORDS["cy"] | {"title": "Amdanom", "slug": "amdanom"})
    publishing.mark_ready(page=reread(translation)[0])
    page.get_latest_revision().publish()
    return reread(page, translation)


def test_who_may_not_publish_the_twin_publishes_neither(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    nobody = get_user_model().objects.create_user("nobody")
    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=nobody)
    assert live(page, translation) == [False, False]


# Exceptions ---------------------------------------------------------------------------------------


@pytest.fixture
def editor():
    user = get_user_model().objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def allowed_urgency(user):
    user.user_permissions.add(Permission.objects.get(codename="publish_urgent"))
    return get_user_model().objects.get(pk=user.pk)


def tomorrow():
    return timezone.now() + dt.timedelta(days=1)


def test_words_by_others_are_published_alone(site_tree, editor):
    page, translation = draft_pair(site_tree)
    publishing.allow_alone(page=page, by=editor, kind="external")
    page.get_latest_revision().publish()
    assert live(page, translation) == [True, False]


def test_urgent_words_are_published_alone(site_tree, editor):
    page, translation = draft_pair(site_tree)
    editor = allowed_urgency(editor)
    publishing.allow_alone(
        page=page, by=editor, kind="urgent", reason="Flood", expires_at=tomorrow()
    )
    page.get_latest_revision().publish(user=editor)
    assert live(page, translation) == [True, False]


def test_urgency_needs_its_own_permission(site_tree, editor):
    page = draft(site_tree)
    with pytest.raises(PermissionDenied):
        publishing.allow_alone(
            page=page, by=editor, kind="urgent", reason="Flood", expires_at=tomorrow()
        )
    assert not PairException.objects.exists()


@pytest.mark.parametrize(
    "why",
    [{"reason": "Flood"}, {"expires_at": "tomorrow"}, {"reason": "Flood", "expires_at": "past"}],
)
def test_urgency_needs_a_reason_and_an_end_to_come(site_tree, editor, why):
    moments = {"tomorrow": tomorrow(), "past": timezone.now()}
    if "expires_at" in why:
        why = why | {"expires_at": moments[why["expires_at"]]}
    with pytest.raises(ValidationError):
        publishing.allow_alone(
            page=draft(site_tree), by=allowed_urgency(editor), kind="urgent", **why
        )
    assert not PairException.objects.exists()


def test_the_database_refuses_urgency_without_a_reason(site_tree):
    page = draft(site_tree)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairException.objects.create(page_id=page.pk, kind="urgent", expires_at=tomorrow())


def test_what_has_run_out_allows_nothing(site_tree, editor, time_machine):
    page, _twin = draft_pair(site_tree)
    end = tomorrow()
    publishing.allow_alone(
        page=page, by=allowed_urgency(editor), kind="urgent", reason="Flood", expires_at=end
    )
    time_machine.move_to(end)
    assert "Nobody has declared" in refusal(page.get_latest_revision())


def test_a_twin_follows_what_went_alone(site_tree, editor):
    page, translation = draft_pair(site_tree)
    editor = allowed_urgency(editor)
    publishing.allow_alone(
        page=page, by=editor, kind="urgent", reason="Flood", expires_at=tomorrow()
    )
    page.get_latest_revision().publish()
    assert "Nobody has declared" in refusal(translation.get_latest_revision())
    publishing.mark_ready(page=reread(translation)[0])
    translation.get_latest_revision().publish()
    assert live(page, translation) == [True, True]
    assert not PairException.objects.exists()


# Traps --------------------------------------------------------------------------------------------


def test_a_page_is_never_an_alias_in_the_other_language(site_tree):
    page = draft(site_tree)
    with pytest.raises(ValidationError, match="cannot be an alias"):
        page.copy_for_translation(factories.locale("cy"), alias=True)
    assert not page.get_translations().exists()


def test_the_pair_is_locked_before_anything_is_read(postgres, site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    revision = page.get_latest_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    lock = next(n for n, each in enumerate(queries) if each["sql"].endswith("FOR UPDATE"))
    reads = [n for n, each in enumerate(queries) if "home_standardpage" in each["sql"]]
    assert [n for n in reads[1:] if n < lock] == []  # the first finds the revision's page
