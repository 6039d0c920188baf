"""Writing comments and deciding about them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import services
from blog.comments.closing import closing_of, read_rules
from blog.comments.models import EVERY_POST, ClosingRule, Comment
from blog.comments.states import HIDDEN, Kind, Reason, State, Suspicion
from blog.models import BlogPage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.comments import comment, words

pytestmark = pytest.mark.django_db


def history(row: Comment) -> list[str]:
    subject = f"comments.comment:{row.pk}"
    return list(AuditEntry.objects.filter(subject=subject).values_list("action", flat=True))


class TestSubmit:
    def test_waits_for_a_moderator(self, post):
        row = services.submit(post=post, words=words(name="Mari", text="Diolch", language="cy"))
        assert (row.state, row.name, row.text, row.language) == ("pending", "Mari", "Diolch", "cy")
        assert (row.post_key, row.parent, row.suspicions) == (post.translation_key, None, "")

    def test_the_same_sent_twice_is_one(self, post, welsh_post):
        same = words()
        first = services.submit(post=post, words=same)
        assert services.submit(post=post, words=same) == first
        assert services.submit(post=welsh_post, words=same) == first
        assert Comment.objects.count() == 1

    def test_the_same_words_elsewhere_are_another(self, post, site_tree):
        top = comment(post)
        thanks = words(text="Diolch!")
        made = [
            services.submit(post=post, words=thanks),
            services.submit(post=post, words=thanks, parent_id=top.pk),
            services.submit(post=post, words=words(text="Diolch!")),
            services.submit(post=posts((post.get_parent(),) * 2)[0], words=thanks),
        ]
        assert len({row.pk for row in made}) == 4
        assert {row.suspicions for row in made} == {""}

    def test_long_words_that_come_again_look_like_spam(self, post):
        text = "Our council has cut its meetings by half, and so can you."
        comment(post, State.REJECTED, text=text)
        again = services.submit(post=post, words=words(text=text.upper() + "!!"))
        assert again.suspicions == Suspicion.REPEATED

    def test_an_answer_to_an_answer_stands_beside_it(self, post):
        top = comment(post)
        answer = comment(post, parent=top)
        assert services.submit(post=post, words=words(), parent_id=answer.pk).parent == top

    @pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.WITHDRAWN])
    def test_what_is_not_public_cannot_be_answered(self, post, state):
        hidden = comment(post, state)
        with pytest.raises(services.NothingToAnswer):
            services.submit(post=post, words=words(), parent_id=hidden.pk)

    def test_nor_what_is_on_another_post(self, post):
        other = comment(posts((post.get_parent(),) * 2)[0])
        with pytest.raises(services.NothingToAnswer):
            services.submit(post=post, words=words(), parent_id=other.pk)

    def test_is_refused_once_comments_are_closed(self, post):
        services.set_rule(post_key=post.translation_key, kind=Kind.CLOSED)
        with pytest.raises(services.CommentsClosed):
            services.submit(post=post, words=words())


ALLOWED = {
    (State.PENDING, State.PUBLISHED),
    (State.PENDING, State.REJECTED),
    (State.PUBLISHED, State.WITHDRAWN),
    (State.REJECTED, State.PUBLISHED),
    (State.WITHDRAWN, State.PUBLISHED),
}


class TestDecide:
    @pytest.mark.parametrize("was", State)
    @pytest.mark.parametrize("to", [State.PUBLISHED, State.REJECTED, State.WITHDRAWN])
    def test_only_sensible_steps_are_taken(self, post, was, to):
        row = comment(post, was)
        reason = Reason.SPAM if to in HIDDEN else ""
        if (was, to) in ALLOWED:
            services.decide(comment=row, to=to, seen=was, reason=reason)
        else:
            with pytest.raises(services.DecidedMeanwhile):
                services.decide(comment=row, to=to, seen=was, reason=reason)
        row.refresh_from_db()
        assert row.state == (to if (was, to) in ALLOWED else was)

    def test_is_written_down_with_who_and_why(self, post):
        admin = factories.administrator()
        row = comment(post, State.PENDING)
        services.reject(comments=[row.pk], reason=Reason.OFF_TOPIC, actor=admin)
        entry = AuditEntry.objects.get(action="comment.rejected")
        assert entry.actor == admin
        assert entry.detail == {"was": "pending", "reason": "off_topic"}
        row.refresh_from_db()
        assert (row.reason, row.decided_at is None) == ("off_topic", False)
        services.decide(comment=row, to=State.PUBLISHED, seen=State.REJECTED, actor=admin)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("published", "")
        assert history(row) == ["comment.published", "comment.rejected"]

    def test_one_of_many_that_is_decided_already_is_left_alone(self, post):
        rows = [comment(post, State.PENDING) for _ in range(3)]
        rejected = rows[1]
        services.reject(comments=[rejected.pk], reason=Reason.SPAM)
        assert services.publish(comments=[row.pk for row in rows]) == 2
        rejected.refresh_from_db()
        assert rejected.state == State.REJECTED
        assert history(rejected) == ["comment.rejected"]

    def test_at_the_writers_wish_the_words_go_at_once(self, post):
        row = comment(post)
        services.withdraw(comments=[row.pk], reason=Reason.REQUESTED)
        row.refresh_from_db()
        assert (row.name, row.text, row.digest) == ("", "", "")
        with pytest.raises(services.DecidedMeanwhile):
            services.decide(comment=row, to=State.PUBLISHED, seen=State.WITHDRAWN)

    def test_costs_the_same_for_reading_ten_or_a_hundred(self, post, django_assert_num_queries):
        for count in (10, 20):
            rows = [comment(post, State.PENDING).pk for _ in range(count)]
            # The savepoint, the lock, the update, and an entry in the log for each.
            with django_assert_num_queries(4 + count):
                assert services.publish(comments=rows) == count


class TestConstraints:
    @pytest.mark.parametrize(
        "changes",
        [
            {"state": "approved"},
            {"state": "rejected", "reason": "spam"},
            {"state": "published"},
            {"reason": "spam"},
            {"text": ""},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(self, post, changes):
        row = comment(post, State.PENDING)
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=row.pk).update(**changes)

    def test_a_comment_does_not_answer_itself(self, post):
        row = comment(post)
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=row.pk).update(parent=row)

    @pytest.mark.parametrize("fields", [{"kind": "days"}, {"kind": "open", "days": 3}])
    def test_days_are_given_where_they_count(self, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClosingRule.objects.create(post_key=EVERY_POST, **fields)


class TestClosing:
    def rule(self, post, own=None, every=None):
        for key, rule in ((post.translation_key, own), (EVERY_POST, every)):
            if rule:
                services.set_rule(post_key=key, kind=rule[0], days=rule[1])
        return closing_of(post, read_rules())

    def test_comments_are_open_where_nobody_says_otherwise(self, post):
        assert self.rule(post).is_open

    def test_the_rule_of_every_post(self, post):
        post.date = dt.date(2026, 5, 27)
        closing = self.rule(post, every=(Kind.DAYS, 30))
        assert closing.last_day == dt.date(2026, 6, 26)

    def test_a_posts_own_rule_comes_first(self, post):
        assert self.rule(post, own=(Kind.OPEN, None), every=(Kind.CLOSED, None)).is_open
        assert not self.rule(post, own=(Kind.CLOSED, None), every=(Kind.OPEN, None)).is_open

    def test_its_own_rule_can_be_taken_away(self, post):
        assert not self.rule(post, own=(Kind.CLOSED, None)).is_open
        services.set_rule(post_key=post.translation_key, kind="")
        assert self.rule(post).is_open
        assert not ClosingRule.objects.exists()

    @pytest.mark.parametrize(("days_ago", "is_open"), [(29, True), (30, True), (31, False)])
    def test_the_last_day_is_whole(self, post, days_ago, is_open):
        post.date = factories.in_days(0).date() - dt.timedelta(days=days_ago)
        assert self.rule(post, own=(Kind.DAYS, 30)).is_open is is_open

    def test_days_left_over_from_another_choice_are_forgotten(self, post):
        services.set_rule(post_key=post.translation_key, kind=Kind.CLOSED, days=9)
        assert ClosingRule.objects.get().days is None


STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(set(State) - {State.PENDING})), st.sampled_from(State)),
    max_size=8,
)


@given(steps=STEPS)
def test_whatever_is_tried_only_published_comments_are_public(site_tree, steps):
    post = BlogPage.objects.first() or posts(blog_index(site_tree))[0]
    row = comment(post, State.PENDING)
    state = State.PENDING
    for to, seen in steps:
        reason = Reason.OTHER if to in HIDDEN else ""
        try:
            services.decide(comment=row, to=to, seen=seen, reason=reason)
        except services.DecidedMeanwhile:
            assert seen != state or (seen, to) not in ALLOWED
        else:
            state = to
        threads = Comment.objects.threads(post.translation_key).threads
        shown = [thread.comment.pk for thread in threads]
        assert (row.pk in shown) == (state == State.PUBLISHED)
