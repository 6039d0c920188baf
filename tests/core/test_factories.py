"""The test suite's own tree: what every page test stands on."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TransactionTestCase
from wagtail.models import Collection, Locale, Page

from tests import factories


def test_the_tree_is_one_site_in_two_languages(site_tree):
    assert site_tree.en.translation_key == site_tree.cy.translation_key
    assert site_tree.en.url == "/en/"
    assert site_tree.cy.url == "/cy/"


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


def test_what_migrations_made_outlives_a_test_that_empties_every_table(transactional_db):
    before = (Page.get_first_root_node().pk, Collection.get_first_root_node().pk)
    call_command("flush", interactive=False, inhibit_post_migrate=True)
    assert not Group.objects.exists()
    TransactionTestCase()._fixture_teardown()  # as after every test that cannot be rolled back
    assert (Page.get_first_root_node().pk, Collection.get_first_root_node().pk) == before
    assert Locale.objects.filter(language_code="en").exists()
    assert Group.objects.filter(name="Editors").exists()
    # The next key is not one that is taken.
    assert Collection.add_root(name="Second").pk > before[1]
