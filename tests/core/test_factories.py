"""The test suite's own tree: what every page test stands on."""

import pytest
from wagtail.models import Locale, Page

from tests import factories


def test_the_tree_is_one_site_in_two_languages(site_tree):
    assert site_tree.en.translation_key == site_tree.cy.translation_key
    assert site_tree.en.url == "/en/"
    assert site_tree.cy.url == "/cy/"


@pytest.mark.django_db(transaction=True)
def test_the_tree_grows_on_an_emptied_database():
    Page.objects.all().delete()
    Locale.objects.all().delete()
    tree = factories.tree()
    _en, cy = factories.event_pages(factories.event_index(tree), factories.event(slug="risks"))
    assert cy.url == "/cy/digwyddiadau/risks-cy/"


@pytest.mark.django_db
def test_every_factory_makes_two_different_valid_rows():
    for make in (
        factories.venue,
        factories.event,
        factories.session,
        factories.organisation,
        factories.person,
        factories.contributor,
        factories.topic,
    ):
        for row in (make(), make()):
            row.full_clean()
