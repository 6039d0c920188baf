"""Whatever is sent to a public form: an answer in words, never a broken page or an echo."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.factories import feedback
from tests.factories.blog import blog_index, posts

SCRIPT = "<script>alert(1)</script>"
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "\0",
            "a\r\nBcc: b@example.org",
            SCRIPT,
            f"\"'>{SCRIPT}",
            "{{ 7|add:7 }}{% debug %}",
            "=1+1",
            "%00",
            "../../etc/passwd",
            "x" * 300_000,
            "a" + " " * 300_000 + "b",
            "0000" + "9" * 6000,
            "9" * 40,
            "-1",
            "1e309",
            "NaN",
            "²",
            "٣",
            "\u202eevil",
            "﷽" * 300,
            "a@" + "ﷺ" * 60 + ".com",
            "a@b，c.com",
            "yes",
            "on",
            "cy",
            "50",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
FIELD = VALUES | st.lists(VALUES, min_size=2, max_size=3)
NAMES = {
    "register": ["name", "email", "organisation", "role", "role_text", "website"],
    "register_language": ["mail_locale", "wants_welsh"],
    "register_needs": ["access", "dietary", "bsl", "translation"],
    "register_check": ["key"],
    "register_group": ["name", "email", "organisation", "size", "mail_locale", "website"],
    "register_group_people": ["name-1", "email-1", "welsh-1", "access-1", "name-2", "email-2"],
    "register_group_check": ["key"],
    "comment": ["name", "language", "text", "website", "opened", "reply", "switch"],
    "capture": ["submission_id", "form_code", "consent_open", "switch", "reporting@f1-s1"],
}
BODIES = [
    ("application/x-www-form-urlencoded", b"name=\xff\xfe&email=%ff%00"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"name=a"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"name=a"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(3000))),
    ("application/x-www-form-urlencoded", b"name=" + b"x" * 3_000_000),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=x", b"--x\r\n\xff\0"),
    ("multipart/form-data; boundary=x; charset=utf-7", b"--x--"),
    ("application/json", b'{"name": ["a"]}'),
    ("\u00ff", b"a"),
]


@pytest.fixture
def addresses(site_tree) -> dict[str, str]:
    """Every public form that needs no link to open it."""
    event = factories.event()
    page = factories.event_pages(factories.event_index(site_tree), event)[1]
    session = factories.session(event=event)
    feedback.capture(code="risk")
    routes = [name for name in NAMES if name.startswith("register")]
    urls = {name: page.sub_url(name, session_id=session.pk) for name in routes}
    post = posts(blog_index(site_tree))[1]
    return urls | {"capture": "/cy/casglu/risk/", "comment": post.sub_url("comment")}


@pytest.mark.parametrize("form", NAMES)
def test_no_value_breaks_a_form_or_comes_back_as_a_script(addresses, form):
    @given(st.dictionaries(st.sampled_from(NAMES[form]), FIELD))
    def send(fields: dict[str, str | list[str]]) -> None:
        client = Client()
        page = client.post(addresses[form], fields)
        shown = page if page.status_code != 302 else client.get(page.url)
        assert page.status_code in {200, 302, 409, 422, 429}
        assert SCRIPT not in shown.content.decode()

    send()


@pytest.mark.parametrize(("content_type", "body"), BODIES)
def test_no_body_breaks_a_form(addresses, content_type, body):
    for form, address in addresses.items():
        client = Client(raise_request_exception=False)
        page = client.generic("POST", address, body, content_type=content_type)
        assert page.status_code < 500, form
