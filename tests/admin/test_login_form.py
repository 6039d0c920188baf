"""Staff sign in, in their own language."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

LABELS = {
    "en": ["Username", "Password", "Remember me"],
    "cy": ["Enw defnyddiwr", "Cyfrinair", "Cofio fi"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LABELS)
def test_every_field_is_named_in_the_language_of_the_browser(client, language):
    page = client.get(reverse("wagtailadmin_login"), headers={"accept-language": language})
    form = BeautifulSoup(page.content, "html.parser").main.form
    labels = [each.get_text().replace("*", "").strip() for each in form.select("label")]
    assert labels == LABELS[language]
