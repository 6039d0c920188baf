"""The page of each audience role, in both languages."""

import pytest

from events.models import AudienceRole
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.routing import sitemap
from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db
SLUGS = ("finance-managers", "rheolwyr-cyllid")
BELOW = ("for/{}/", "ar-gyfer/{}/")
NEWS = ("/en/email-news/?role=finance-managers", "/cy/newyddion-e-bost/?role=finance-managers")
in_both_languages = pytest.mark.parametrize("n", [0, 1], ids=LANGUAGES)


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


@pytest.fixture
def pages(programme):
    """For finance managers, an event to come and one that has been; and one for nobody."""
    role = AudienceRole.objects.create(
        slug=SLUGS[0], name_en="Finance managers", name_cy="Rheolwyr cyllid"
    )
    made = {}
    for days in (5, -5, 6):
        event = factories.event()
        factories.session(event=event, starts_at=factories.in_days(days))
        made[days] = factories.event_pages(programme, event)
        if days != 6:
            event.audience.add(role)
    return made


@in_both_languages
def test_a_role_has_a_page_of_its_own(client, programme, pages, n):
    url = programme[n].url + BELOW[n].format(SLUGS[n])
    for leading in (programme[n].url, pages[5][n].url):
        assert read(client, leading).hrefs.count(url) == 1
    page = read(client, url)
    assert page.headings == [("Finance managers", "Rheolwyr cyllid")[n]]
    events = {each[n].url for each in pages.values()}
    assert [href for href in page.hrefs if href in events] == [pages[5][n].url, pages[-5][n].url]
    assert page.switch == {
        LANGUAGES[1 - n]: programme[1 - n].url + BELOW[1 - n].format(SLUGS[1 - n])
    }
    assert page.hrefs.count(NEWS[n]) == 1
    assert ("Finance managers: events for you", "Rheolwyr cyllid: digwyddiadau i chi")[
        n
    ] in page.html
    assert f"http://testserver{url}" in {found.url for found in sitemap.entries()}


@in_both_languages
def test_the_news_form_has_the_role_chosen(client, programme, pages, n):
    ticked = 'name="roles" type="checkbox" value="finance-managers" checked'
    page = read(client, NEWS[n])
    assert page.html.count(ticked) == 1
    assert page.html.count(" checked") == 2  # and the language of the page
    for nonsense in ("nobody", "%00", "’"):
        assert ticked not in read(client, NEWS[n].replace(SLUGS[0], nonsense)).html


def test_other_spellings_lead_to_the_page_and_what_is_not_there_does_not(client, programme, pages):
    AudienceRole.objects.create(slug="clerks", name_en="Clerks", name_cy="Clercod")
    en, cy = (programme[n].url + BELOW[n] for n in (0, 1))
    assert client.get(cy.format(SLUGS[0]))["Location"] == cy.format(SLUGS[1])
    assert client.get(en.format(SLUGS[1]))["Location"] == en.format(SLUGS[0])
    for nobody in ("clerks", "nobody"):
        read(client, en.format(nobody), status=404)


def test_two_roles_of_like_names_have_two_addresses(db):
    first, second = (
        AudienceRole.objects.create(slug=f"role-{n}", name_en=f"Role {n}", name_cy=name)
        for n, name in enumerate(("Prif swyddogion", "Prif swyddogion!"))
    )
    assert (first.slug_cy, second.slug_cy) == ("prif-swyddogion", "prif-swyddogion-2")
