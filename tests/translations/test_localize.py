"""wagtail-localize: what is translated in it waits for the pair as every other edit does."""

import pytest
from django.db import transaction
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    Translation,
    TranslationSource,
)

from gpx_site.translations import checks, publishing
from gpx_site.translations.checks import PairNotReady, missing
from tests import factories
from tests.factories.translated_pages import WORDS, draft, edit, live_pair, reread

pytestmark = pytest.mark.django_db


def submit(page):
    """A translation of ``page`` into Welsh, with no words yet."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.update_or_create(
        source=source, target_locale=factories.locale("cy"), defaults={"enabled": True}
    )[0]


def translate(translation, **words):
    """Translate the texts of the fields named."""
    for segment in translation.source.stringsegment_set.select_related("context", "string"):
        field = segment.context.path.split(".")[0]
        if field in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": words[field]},
            )


ALL = WORDS["cy"] | {"body": "Ysgrifennwch atom ni, neu ffoniwch pryd bynnag y mynnoch."}


def test_a_translation_becomes_a_draft_that_is_ready_when_declared(site_tree):
    page = draft(site_tree)
    translation = submit(page)
    translate(translation, **ALL)
    translation.save_target(publish=False)
    target = checks.translation_of(page)
    assert (target.live, target.alias_of) == (False, None)
    assert [str(reason) for reason in missing(page)] == [
        "Nobody has declared the Welsh page ready."
    ]
    publishing.mark_ready(page=target)
    page.get_latest_revision().publish()
    page, target = reread(page, target)
    assert (page.live, target.live, target.title) == (True, True, "Cysylltu")
    assert target.body == WORDS["cy"]["body"]


def test_texts_still_to_be_translated_are_counted(site_tree):
    page = draft(site_tree)
    translation = submit(page)
    translate(translation, title="Cysylltu", slug="cysylltu")
    translation.save_target(publish=False)
    assert str(missing(page)[0]) == "2 texts are still to be translated."


def test_a_draft_of_a_live_twin_leaves_the_live_page_alone(site_tree):
    page, target = live_pair(site_tree)
    edit(page, title="Contact us")
    translation = submit(reread(page)[0].get_latest_revision_as_object())
    translate(translation, **ALL | {"title": "Cysylltwch â ni"})
    translation.save_target(publish=False)
    (target,) = reread(target)
    assert (target.title, target.has_unpublished_changes) == ("Cysylltu", True)
    assert target.get_latest_revision_as_object().title == "Cysylltwch â ni"


def test_publishing_a_translation_is_refused_at_once_and_not_after_the_commit(
    site_tree, django_capture_on_commit_callbacks
):
    page = draft(site_tree)
    translation = submit(page)
    translate(translation, **ALL)
    with django_capture_on_commit_callbacks() as later, pytest.raises(PairNotReady) as caught:
        translation.save_target(publish=True)
    target = checks.translation_of(page)
    assert str(caught.value) == "Nobody has declared the English page ready."
    assert [callback for callback in later if "publish" in repr(callback)] == []
    assert (target.live, target.get_latest_revision_as_object().title) == (False, "Cysylltu")
    assert missing(page) == []  # to publish the translation is to declare it ready


def test_publishing_a_translation_publishes_the_pair_in_the_transaction(site_tree):
    page = draft(site_tree)
    translation = submit(page)
    translate(translation, **ALL)
    translation.save_target(publish=False)
    target = checks.translation_of(page)
    publishing.mark_ready(page=page)
    with transaction.atomic():
        translation.save_target(publish=True)
        assert [each.live for each in reread(page, target)] == [True, True]


def test_words_changed_since_they_were_sent_are_said(site_tree):
    page = draft(site_tree)
    translation = submit(page)
    translate(translation, **ALL)
    translation.save_target(publish=False)
    edit(page, title="Contact us")
    assert str(missing(reread(page)[0])[0]) == (
        "The English words have changed since they were sent to be translated."
    )


def test_nobody_can_copy_one_tree_into_the_other(admin_client):
    offered = [each["model"] for each in get_locale_components()]
    assert LocaleSynchronization not in offered
    locale = factories.locale("cy")
    page = admin_client.get(f"/admin/locales/edit/{locale.pk}/").content.decode()
    assert "Synchronise content" not in page
    assert not LocaleSynchronization.objects.exists()
