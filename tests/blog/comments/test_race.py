"""At the same moment: two moderators, and one comment sent twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection

from blog.comments import services
from blog.comments.models import Comment
from blog.comments.states import Reason, State
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests.factories.blog import blog_index, posts
from tests.factories.comments import comment, words
from tests.factories.tree import tree

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, ROUNDS = 6, 5


def at_once(client) -> list:
    """Let ``client(number)`` run in several threads from one starting line."""
    line = Barrier(AT_ONCE)

    def run(number: int):
        try:
            connection.ensure_connection()
            line.wait(timeout=30)
            return client(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(run, range(AT_ONCE)))
    close_old_connections()
    return answers


@pytest.fixture
def post():
    return posts(blog_index(tree()))[0]


def test_of_many_moderators_one_decides_about_each_comment(post):
    for _ in range(ROUNDS):
        rows = [comment(post, State.PENDING).pk for _ in range(5)]

        def client(number, rows=rows):
            if number % 2:
                return services.publish(comments=reversed(rows))
            return services.reject(comments=rows, reason=Reason.OTHER)

        assert sum(at_once(client)) == len(rows)
        subjects = [f"comments.comment:{pk}" for pk in rows]
        entries = AuditEntry.objects.filter(subject__in=subjects)
        states = dict(Comment.objects.filter(pk__in=rows).values_list("pk", "state"))
        assert {entry.subject: entry.action for entry in entries} == {
            f"comments.comment:{pk}": f"comment.{state}" for pk, state in states.items()
        }
        assert entries.count() == len(rows)


def test_one_comment_sent_many_times_is_one(post):
    for _ in range(ROUNDS):
        same = words()
        made = at_once(lambda _number, same=same: services.submit(post=post, words=same).pk)
        assert len(Counter(made)) == 1
        assert Comment.objects.filter(name=same.name).count() == 1
    assert OutboxMessage.objects.filter(kind=services.DIGEST).count() <= 2
