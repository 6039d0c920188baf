"""Choosers speak to each reader in their own language, whoever came before."""

from html import unescape

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests import factories

pytestmark = pytest.mark.django_db

WORDS = {"en": ("Choose session", "Choose"), "cy": ("Dewis sesiwn", "Dewis")}


@pytest.mark.parametrize("first", ["en", "cy"])
def test_each_in_their_own_language(client, site_tree, first):
    user = factories.administrator()
    profile = UserProfile.objects.create(user=user)
    client.force_login(user)
    factories.session()
    for language in (first, {"en": "cy", "cy": "en"}[first]):
        UserProfile.objects.filter(pk=profile.pk).update(preferred_language=language)
        button, title = WORDS[language]
        form = client.get(reverse("wagtailsnippets_events_recording:add")).content.decode()
        assert button in unescape(form)
        listed = client.get(reverse("wagtailsnippetchoosers_events_eventsession:choose")).json()
        assert title in listed["html"].split("</h1>")[0].split()
