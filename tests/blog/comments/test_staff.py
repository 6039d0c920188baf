"""Moderating: one comment, many, by those who may, and two at once."""

import pytest
from django.test import Client
from django.urls import reverse

from blog.comments import services
from blog.comments.models import ClosingRule, Comment
from blog.comments.states import Kind, Reason, State
from blog.models import BlogPage
from gpx_site.admin.groups import ROLES
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.comments import comment, moderator
from tests.pages import count_queries

pytestmark = pytest.mark.django_db

LIST = reverse("wagtailsnippets_comments_comment:list")
QUEUE = f"{LIST}?state=pending"


def edit(row: Comment) -> str:
    return reverse("wagtailsnippets_comments_comment:edit", args=[row.pk])


def bulk(action: str, *rows: Comment, everything: str = "") -> str:
    url = reverse("wagtail_bulk_action", args=["comments", "comment", action])
    ids = ["all"] if everything else [str(row.pk) for row in rows]
    query = "&".join(f"id={each}" for each in ids)
    return f"{url}?next={everything or LIST}&{query}"


def states(*rows: Comment) -> list[str]:
    found = dict(Comment.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


@pytest.fixture
def staff(db):
    return moderator(first_name="Mared")


@pytest.fixture
def desk(staff) -> Client:
    """The moderator at work."""
    client = Client()
    client.force_login(staff)
    return client


class TestQueue:
    def test_what_waits_comes_first_and_spam_after_it(self, desk, post):
        published = comment(post, text="Published words")
        spam = comment(post, State.PENDING, text="Spam words", suspicions=["trap", "links"])
        waiting = comment(post, State.PENDING, text="Waiting words")
        page = desk.get(LIST).content.decode()
        places = [page.index(edit(row)) for row in (waiting, spam, published)]
        assert places == sorted(places)
        assert post.title in page
        assert "Many links, or a link in place of a name; The hidden box was filled in" in page

    def test_filters(self, desk, post):
        rows = {
            "state=pending": comment(post, State.PENDING, language="en"),
            "spam=yes": comment(post, suspicions=["trap"], language="en"),
            "language=cy": comment(post, language="cy"),
        }
        for query, row in rows.items():
            shown = desk.get(f"{LIST}?{query}").content.decode()
            assert [edit(each) in shown for each in rows.values()] == [
                each == row for each in rows.values()
            ]
        every = desk.get(f"{LIST}?post={post.translation_key}").content.decode()
        assert all(edit(each) in every for each in rows.values())
        assert edit(rows["language=cy"]) in desk.get(f"{LIST}?q=Reader").content.decode()

    def test_costs_the_same_for_10_and_100_rows(self, desk, post, monkeypatch):
        monkeypatch.setattr("blog.comments.viewsets.CommentViewSet.list_per_page", 100)
        for _ in range(10):
            comment(post, State.PENDING)
        ten = count_queries(desk, LIST)
        for _ in range(90):
            comment(post, State.PENDING)
        assert count_queries(desk, LIST) == ten

    def test_the_menu_says_how_many_wait(self, desk, post):
        comment(post, State.PENDING, suspicions=["trap"])
        assert '"Comments"' in desk.get("/admin/").content.decode()
        for _ in range(2):
            comment(post, State.PENDING)
        page = desk.get("/admin/").content.decode()
        assert '"Comments (2)"' in page
        assert f'"{QUEUE}"' in page

    def test_nobody_writes_one_here_or_deletes_one(self, desk, post):
        row = comment(post)
        for path in ("add/", f"delete/{row.pk}/", f"copy/{row.pk}/"):
            assert desk.post(LIST + path).status_code == 404
        assert Comment.objects.count() == 1


class TestOne:
    def test_is_shown_whole_with_its_signs_and_its_history(self, desk, staff, post):
        top = comment(post, text="Who is the host?")
        row = comment(
            post, State.PENDING, parent=top, text="x " * 300, language="cy", suspicions=["trap"]
        )
        page = desk.get(edit(row)).content.decode()
        assert "x " * 299 in page
        assert 'lang="cy"' in page
        assert "Who is the host?" in page
        assert "The hidden box was filled in" in page
        assert "Nobody has decided about this comment yet." in page
        desk.post(edit(row), {"seen": "pending", "reason": "spam"})
        page = desk.get(edit(row)).content.decode()
        assert "Rejected (Spam or advertising), Mared" in page

    def test_is_published(self, desk, staff, post):
        row = comment(post, State.PENDING)
        assert desk.post(edit(row), {"seen": "pending", "do": "published"}).url == QUEUE
        assert states(row) == ["published"]
        assert AuditEntry.objects.get(action="comment.published").actor == staff

    def test_is_rejected_for_a_reason_alone(self, desk, post):
        row = comment(post, State.PENDING)
        for reason in ("", "nonsense"):
            answer = desk.post(edit(row), {"seen": "pending", "reason": reason})
            assert answer.status_code == 200
            assert list(answer.context["form"].errors) == ["reason"]
        assert states(row) == ["pending"]
        desk.post(edit(row), {"seen": "pending", "reason": "off_topic"})
        row.refresh_from_db()
        assert (row.state, row.reason) == ("rejected", "off_topic")

    def test_is_taken_down_and_put_back(self, desk, post):
        row = comment(post)
        desk.post(edit(row), {"seen": "published", "reason": "personal"})
        assert states(row) == ["withdrawn"]
        desk.post(edit(row), {"seen": "withdrawn", "do": "published"})
        assert states(row) == ["published"]

    @pytest.mark.parametrize("seen", ["", "nonsense", "published", "rejected"])
    def test_of_two_moderators_the_second_is_told(self, desk, post, seen):
        row = comment(post, State.PENDING)
        services.reject(comments=[row.pk], reason=Reason.SPAM)
        url = edit(row)
        sent = {"seen": seen or "pending", "do": "published"}
        if seen == "rejected":
            sent = {"seen": seen, "reason": "other"}
        page = desk.post(url, sent, follow=True).content.decode()
        assert "Somebody else has decided about this comment" in page
        assert states(row) == ["rejected"]
        assert AuditEntry.objects.filter(action__startswith="comment.").count() == 1

    @pytest.mark.parametrize("pk", ["0", "x", "²", "9" * 40])
    def test_an_unknown_one_is_not_found(self, desk, pk):
        url = reverse("wagtailsnippets_comments_comment:edit", args=[pk])
        assert desk.get(url).status_code == 404
        assert desk.post(url, {"do": "published", "seen": "pending"}).status_code == 404

    def test_whose_post_is_gone_can_still_be_read(self, desk, post):
        row = comment(post, State.PENDING)
        BlogPage.objects.get(pk=post.pk).delete()
        assert "The post has been deleted." in desk.get(edit(row)).content.decode()
        assert desk.get(LIST).status_code == 200


class TestMany:
    def test_are_published_at_once(self, desk, staff, post):
        rows = [comment(post, State.PENDING) for _ in range(3)]
        url = bulk("publish-comments", *rows)
        shown = desk.get(url).content.decode()
        assert all(row.name in shown for row in rows)
        assert states(*rows) == ["pending"] * 3
        page = desk.post(url, follow=True).content.decode()
        assert "3 comments are published." in page
        assert states(*rows) == ["published"] * 3
        entries = AuditEntry.objects.filter(action="comment.published", actor=staff)
        assert entries.count() == 3

    def test_are_rejected_for_one_reason(self, desk, post):
        rows = [comment(post, State.PENDING) for _ in range(2)]
        url = bulk("reject-comments", *rows)
        assert list(desk.post(url).context["form"].errors) == ["reason"]
        assert states(*rows) == ["pending"] * 2
        desk.post(url, {"reason": "spam"})
        assert set(Comment.objects.values_list("state", "reason")) == {("rejected", "spam")}

    def test_are_taken_down(self, desk, post):
        rows = [comment(post) for _ in range(2)]
        desk.post(bulk("delete", *rows), {"reason": "unlawful"})
        assert states(*rows) == ["withdrawn"] * 2

    def test_of_another_state_are_left_alone_and_counted(self, desk, post):
        waiting, rejected = comment(post, State.PENDING), comment(post, State.REJECTED)
        url = bulk("publish-comments", waiting, rejected)
        shown = desk.get(url).content.decode()
        assert "1 comment is in another state and will be left as it is." in shown
        page = desk.post(url, follow=True).content.decode()
        assert "1 comment is published." in page
        assert "1 comment was left as it is" in page
        assert states(waiting, rejected) == ["published", "rejected"]

    def test_all_in_the_list_are_those_that_it_shows(self, desk, post):
        clean = comment(post, State.PENDING, language="en")
        spam = comment(post, State.PENDING, suspicions=["trap"])
        done = comment(post, State.REJECTED)
        desk.post(bulk("publish-comments", everything=f"{LIST}%3Fspam%3Dno"))
        assert states(clean, spam, done) == ["published", "pending", "rejected"]

    def test_none_that_fits_is_said(self, desk, post):
        page = desk.get(bulk("delete", comment(post, State.PENDING))).content.decode()
        assert "None of the comments that you have chosen" in page

    def test_wagtails_own_deletion_is_not_offered(self, desk, post):
        comment(post)
        page = desk.get(LIST).content.decode()
        assert "Delete selected snippets" not in page
        assert "Take down the selected comments" in page


class TestClosing:
    def test_the_rule_of_every_post(self, desk):
        url = reverse("comments-closing")
        assert url in desk.get(LIST).content.decode()
        assert desk.get(url).context["form"]["kind"].value() == "open"
        assert desk.post(url, {"kind": "days", "days": "90"}).status_code == 302
        rule = ClosingRule.objects.get()
        assert (rule.post_key.int, rule.kind, rule.days) == (0, "days", 90)

    def test_the_rule_of_one_post(self, desk, staff, pair):
        url = reverse("comments-closing", args=[pair[0].translation_key])
        assert pair[0].title in desk.get(url).content.decode()
        desk.post(url, {"kind": "closed", "days": ""})
        assert ClosingRule.objects.get().kind == Kind.CLOSED
        assert AuditEntry.objects.get(action="comments.closing").actor == staff
        desk.post(url, {"kind": ""})
        assert not ClosingRule.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({"kind": "days"}, "days"),
            ({"kind": "days", "days": "0"}, "days"),
            ({"kind": "days", "days": "9999999"}, "days"),
            ({"kind": "days", "days": "many"}, "days"),
            ({"kind": "sometimes"}, "kind"),
            ({}, "kind"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, desk, sent, wrong):
        answer = desk.post(reverse("comments-closing"), sent)
        assert list(answer.context["form"].errors) == [wrong]
        assert not ClosingRule.objects.exists()

    def test_an_unknown_post_is_not_found(self, desk):
        key = "5a2f0b1e-0000-4000-8000-000000000001"
        assert desk.get(reverse("comments-closing", args=[key])).status_code == 404

    def test_is_one_click_from_a_comment(self, desk, post):
        page = desk.get(edit(comment(post))).content.decode()
        assert reverse("comments-closing", args=[post.translation_key]) in page

    def test_is_one_click_from_the_post(self, post):
        client = Client()
        client.force_login(factories.administrator())
        page = client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()
        assert reverse("comments-closing", args=[post.translation_key]) in page
        assert f"{LIST}?post={post.translation_key}" in page


class TestWho:
    def everywhere(self, row: Comment) -> list[tuple[str, dict]]:
        return [
            (edit(row), {"seen": "pending", "do": "published"}),
            (edit(row), {"seen": "pending", "reason": "spam"}),
            (bulk("publish-comments", row), {}),
            (bulk("reject-comments", row), {"reason": "spam"}),
        ]

    @pytest.mark.parametrize("role", sorted(set(ROLES) - {"Comment moderators"}))
    def test_no_other_group_moderates_or_reads_what_waits(self, post, role):
        user = moderator("other")
        user.groups.set([user.groups.model.objects.get(name=role)])
        client = Client()
        client.force_login(user)
        row = comment(post, State.PENDING, text="Unmistakable words")
        for url, sent in self.everywhere(row):
            assert "Unmistakable" not in client.get(url, follow=True).content.decode()
            client.post(url, sent)
        assert client.get(LIST).status_code == 302
        assert states(row) == ["pending"]
        assert "comments/comment" not in client.get("/admin/").content.decode()

    def test_nor_does_the_public(self, post):
        row = comment(post, State.PENDING)
        for url, sent in self.everywhere(row):
            for answer in (Client().get(url), Client().post(url, sent)):
                assert answer.url.startswith("/admin/login/")
        assert states(row) == ["pending"]

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("Editors", 200),
            ("Comment moderators", 200),
            ("Events managers", 302),
            ("Evaluators", 302),
        ],
    )
    def test_when_comments_close(self, role, status):
        user = moderator("other")
        user.groups.set([user.groups.model.objects.get(name=role)])
        client = Client()
        client.force_login(user)
        assert client.get(reverse("comments-closing")).status_code == status

    def test_a_moderator_sees_nothing_else(self, desk, post):
        assert desk.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).status_code == 302
        assert desk.get("/admin/snippets/core/person/").status_code == 302
        assert desk.get("/admin/images/").status_code == 302
