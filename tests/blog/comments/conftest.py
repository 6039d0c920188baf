"""A post in both languages."""

import pytest

from blog.models import BlogPage
from tests.factories.blog import blog_index, posts


@pytest.fixture
def pair(site_tree) -> tuple[BlogPage, BlogPage]:
    """The post in English and in Welsh, written today."""
    return posts(blog_index(site_tree))


@pytest.fixture
def post(pair) -> BlogPage:
    """The post in English."""
    return pair[0]


@pytest.fixture
def welsh_post(pair) -> BlogPage:
    """The same in Welsh."""
    return pair[1]
