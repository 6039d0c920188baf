"""The resources page and the pages of learning, as readers see them."""

import pytest

from resources.models import RelatedResource
from tests import factories as common
from tests.search.factories import learning_pages, resource, resource_index


@pytest.fixture
def index(site_tree):
    return resource_index(site_tree)


def test_the_newest_with_ways_in(index, client):
    topic = common.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")
    resource(title_en="Budgets", title_cy="Cyllidebau", topics=[topic])
    english, welsh = learning_pages(index)
    page = client.get("/en/resources/").text
    assert "Budgets" in page
    assert english.title in page
    assert 'href="/en/search/?type=case_study"' in page
    assert 'href="/en/search/?topic=risk"' in page
    page = client.get("/cy/adnoddau/").text
    assert "Cyllidebau" in page
    assert welsh.title in page
    assert "?topic=risk" in page


def test_a_resource_in_one_language_is_marked_on_the_other_page(index, client):
    resource(title_en="Only here", title_cy="", source_language="en")
    page = client.get("/cy/adnoddau/").text
    assert 'lang="en">Only here</a>' in page
    assert page.count("govuk-tag--grey") == 1
    assert client.get("/en/resources/").text.count("govuk-tag--grey") == 0


def test_without_resources(index, client):
    assert "No resources have been shared yet" in client.get("/en/resources/").text


def test_pages(index, client):
    for _ in range(21):
        resource()
    first = client.get("/en/resources/").text
    assert 'href="?page=2"' in first
    assert first.count('class="gpx-result"') == 20
    assert client.get("/en/resources/?page=2").text.count('class="gpx-result"') == 1
    assert client.get("/en/resources/?page=banana").status_code == 200


def test_as_many_queries_for_ten_as_for_a_hundred(
    index, client, django_assert_num_queries, django_assert_max_num_queries
):
    topic = common.topic()
    body = common.organisation()
    for _ in range(10):
        resource(topics=[topic], organisation=body)
    address = "/en/resources/"
    client.get(address)
    with django_assert_max_num_queries(13) as captured:
        client.get(address)
    at_ten = len(captured)
    for _ in range(90):
        resource(topics=[topic], organisation=body)
    with django_assert_num_queries(at_ten):
        client.get(address)


def test_a_page_of_learning(index, client):
    body = common.organisation(name_en="Gwynedd", name_cy="Cyngor Gwynedd")
    english, welsh = learning_pages(index, organisation=body, kind="collection")
    last, first = resource(title_en="Last"), resource(title_en="First")
    for order, row in enumerate([first, last]):
        RelatedResource.objects.create(page=english, resource=row, sort_order=order)
    page = client.get(english.url).text
    assert "<b>library</b>" in page
    assert "In this collection" in page
    assert page.index(">First<") < page.index(">Last<")
    assert "Gwynedd" in page
    assert f'hreflang="cy" href="http://testserver{welsh.url}"' in page
    assert "Cyngor Gwynedd" in client.get(welsh.url).text


def test_staff_list_resources(db, client):
    resource(title_en="Budgets", organisation=common.organisation())
    client.force_login(common.administrator())
    page = client.get("/admin/snippets/resources/resource/")
    assert page.status_code == 200
    assert "Budgets" in page.text
    assert client.get("/admin/snippets/resources/resource/add/").status_code == 200
