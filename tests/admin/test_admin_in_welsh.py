"""How much of the staff admin is in Welsh for those who chose Welsh."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page, Workflow
from wagtail.users.models import UserProfile

from blog.comments.models import Comment
from blog.models import BlogIndexPage, BlogPage
from events.models import AudienceRole, Event
from gpx_site.core.models import Topic
from tests import factories, leaks
from tests.leaks.texts import Page as Reading
from tests.leaks.texts import Said

#: What staff open every day is in Welsh but for this share of its texts; the names of time zones
#: and of languages are most of it.
MOST_ENGLISH = 0.015
LABEL = re.compile(r'"label": ("(?:[^"\\]|\\.)*")')
MENU = re.compile(r'"url": "(/admin/[^"]*)"')


@pytest.fixture
def staff(demo) -> Client:
    """A member of staff who may do everything, in Welsh."""
    user = factories.administrator("gwenllian")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "cy"})
    client = Client()
    client.force_login(user)
    return client


def daily(staff: Client) -> list[str]:
    """Everything in the menu, and what is done with a post, a picture and an event."""
    post = BlogPage.objects.filter(locale__language_code="cy").live().latest("date")
    blog = BlogIndexPage.objects.get(locale__language_code="cy")
    image = get_image_model().objects.first()
    menu = MENU.findall(staff.get("/admin/").content.decode())
    pages = [
        reverse(f"wagtailadmin_pages:{name}", args=[post.pk])
        for name in ("edit", "copy", "move", "delete", "unpublish", "history", "usage")
    ]
    return [
        "/admin/",
        "/admin/account/",
        *[url for url in dict.fromkeys(menu) if "logout" not in url],
        *pages,
        f"/admin/pages/{post.pk}/pair/",
        f"/admin/pages/{blog.pk}/",
        reverse("wagtailadmin_pages:add", args=["blog", "blogpage", blog.pk]),
        reverse("wagtailadmin_pages:search") + "?q=data",
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtaildocs:add_multiple"),
    ]


#: What people have written or chosen: it may be in either language, and is no part of the admin.
WRITTEN = {
    Page: "title",
    get_image_model(): "title",
    Event: "slug",
    AudienceRole: "slug",
    Topic: "name",
    Comment: "text",
    Workflow: "name",
    Group: "name",
    get_user_model(): "username",
}


def written() -> set[str]:
    """Every such text; of a long one the beginning, where a list may cut it."""
    values = [model.objects.values_list(field, flat=True) for model, field in WRITTEN.items()]
    values += [Topic.objects.values_list("slug", flat=True)]
    return {text[:40] for texts in values for text in texts if len(text) > 3}


def said_on(html: str) -> set[Said]:
    """What a page says, and its menu, which is data for a script."""
    labels = {Said("cy", json.loads(label), "menu") for label in LABEL.findall(html)}
    return {each for each in Reading(html).said if not each.fragment} | labels


def test_what_staff_open_every_day_is_in_welsh(staff):
    said: dict[Said, str] = {}
    for url in daily(staff):
        response = staff.get(url)
        assert response.status_code == 200, url
        said |= dict.fromkeys(said_on(response.content.decode()), url)
    texts = written()
    interface = {
        each.text: url
        for each, url in said.items()
        if each.language == "cy" and not any(text in each.text for text in texts)
    }
    english = {text: url for text, url in interface.items() if leaks.is_leak(text, "cy")}
    assert len(interface) > 700
    assert len(english) <= MOST_ENGLISH * len(interface), english
