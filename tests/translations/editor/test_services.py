"""A page is sent to be translated, and its texts are saved one by one."""

import pytest
from django.contrib.auth import get_user_model
from wagtail_localize.models import StringTranslation

from blog.models import BlogPage
from gpx_site.translations import checks
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.editor import services
from gpx_site.translations.editor.segments import remaining, texts
from gpx_site.translations.editor.services import Given, TextsRefused
from gpx_site.translations.localize import translation_into
from tests.factories.blog import blog_index
from tests.factories.translated_pages import WORDS, draft_pair, edit, live_pair, reread
from tests.factories.translation_editor import newest, submitted, text, translate, translate_all

pytestmark = pytest.mark.django_db
BODY = "Write to us, or ring us up whenever you like."


def user(name):
    return get_user_model().objects.create_user(name, first_name=name.title())


# Sending ------------------------------------------------------------------------------------------


def test_the_texts_of_a_page_are_sent_with_their_places(site_tree):
    _page, translation = submitted(site_tree)
    assert [(each.path, each.place.name, each.source) for each in texts(translation)] == [
        ("title", "Title", "Contact"),
        ("standfirst", "Standfirst", WORDS["en"]["standfirst"]),
        ("body", "Text", BODY),
        ("slug", "Slug", "contact"),
    ]
    assert [each.path for each in remaining(texts(translation))] == ["title", "standfirst", "body"]


@pytest.mark.parametrize(("first", "other"), [("en", "cy"), ("cy", "en")])
def test_either_language_may_be_the_source(site_tree, first, other):
    page, translation = submitted(site_tree, first)
    target = checks.translation_of(page)
    assert (target.locale.language_code, target.live, target.alias_of) == (other, False, None)
    translate(translation, title="Words")
    assert newest(target).title == "Words"
    assert newest(page).title == WORDS[first]["title"]


def test_the_newest_draft_is_sent_and_not_what_is_public(site_tree):
    page, _twin = live_pair(site_tree)
    edit(page, title="Contact us")
    (page,) = reread(page)
    translation = services.submit(page=page, by=None).translation
    assert text(translation, "title").source == "Contact us"


def test_to_send_again_sends_what_is_new_and_keeps_the_rest(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    edit(page, standfirst="How to reach all of us, by telephone.")
    again = services.submit(page=reread(page)[0], by=None).translation
    assert again == translation
    (left,) = remaining(texts(again))
    assert left.path == "standfirst"
    assert left.before.source == WORDS["en"]["standfirst"]
    assert left.before.words == WORDS["cy"]["standfirst"]


def test_an_unlike_text_is_no_older_wording(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    edit(page, standfirst="Zzz!")
    services.submit(page=reread(page)[0], by=None)
    assert text(translation, "standfirst").before is None


def test_the_direction_can_be_turned_round(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    target = checks.translation_of(page)
    back = services.submit(page=target, by=None).translation
    assert translation_into(target) is None
    assert translation_into(page) == back
    assert remaining(texts(back)) == []  # the page already says it in English
    assert newest(page).standfirst == WORDS["en"]["standfirst"]


# The words that the twin has already --------------------------------------------------------------


def test_words_that_were_declared_right_are_kept(site_tree):
    page, target = live_pair(site_tree)
    translation = services.submit(page=page, by=None).translation
    assert remaining(texts(translation)) == []
    assert newest(target).body == target.body
    assert newest(target).slug == target.slug == "cysylltu"


def test_of_words_that_were_right_only_what_has_changed_is_to_do(site_tree):
    page, target = live_pair(site_tree)
    edit(page, standfirst="How to reach all of us, by telephone.")
    translation = services.submit(page=reread(page)[0], by=None).translation
    (left,) = remaining(texts(translation))
    assert (left.path, left.before.words) == ("standfirst", WORDS["cy"]["standfirst"])
    assert newest(target).title == "Cysylltu"


def test_words_that_nobody_declared_are_kept_where_they_differ(site_tree):
    page, target = draft_pair(site_tree)
    edit(target, standfirst=WORDS["en"]["standfirst"])
    translation = services.submit(page=page, by=None).translation
    assert [each.path for each in remaining(texts(translation))] == ["standfirst"]


def test_words_without_a_place_are_counted(site_tree):
    page, target = draft_pair(site_tree)
    edit(target, body="<p>Un.</p><p>Dau.</p>")
    assert services.submit(page=page, by=None).lost == 2
    earlier = target.revisions.order_by("-created_at")[1].as_object()
    assert earlier.body == "<p>Un.</p><p>Dau.</p>"


BLOCKS = [
    ("heading", "Begin"),
    ("text", '<p>See <a href="https://gov.wales/">the law</a>.</p><p>And then.</p>'),
    ("quotation", {"text": "Try it.", "attribution": "A carer"}),
]
WELSH_BLOCKS = [
    ("heading", "Dechrau"),
    ("text", '<p>Gweler <a href="https://llyw.cymru/">y gyfraith</a>.</p><p>Ac wedyn.</p>'),
    ("quotation", {"text": "Rhowch gynnig arni.", "attribution": "Gofalwr"}),
]


def post(tree, body):
    index = blog_index(tree)
    page = BlogPage(title="Post", slug="post", standfirst="One.", body=body, live=False)
    index[0].add_child(instance=page)
    page.save_revision()
    return page


def test_blocks_are_matched_by_their_number_where_all_are_of_the_same_kinds(site_tree):
    page = post(site_tree, BLOCKS)
    target = create_translation(page)
    edit(target, title="Blogbost", standfirst="Dau.", body=WELSH_BLOCKS)
    submission = services.submit(page=page, by=None)
    assert submission.lost == 0
    assert remaining(texts(submission.translation)) == []
    body = newest(target).body
    assert body[0].value == "Dechrau"
    assert "llyw.cymru" in body[1].value.source  # a link of its own is kept too
    assert body[2].value["attribution"] == "Gofalwr"
    assert body[0].id == page.body[0].id


def test_blocks_of_other_kinds_find_no_place(site_tree):
    page = post(site_tree, BLOCKS)
    target = create_translation(page)
    edit(target, title="Blogbost", standfirst="Dau.", body=WELSH_BLOCKS[:2])
    submission = services.submit(page=page, by=None)
    assert submission.lost == 3
    assert len(remaining(texts(submission.translation))) == 5


def test_the_places_of_blocks_are_named(site_tree):
    translation = services.submit(page=post(site_tree, BLOCKS), by=None).translation
    assert [each.place.name for each in texts(translation)][2:-1] == [
        "Text › Heading",
        "Text › Text",
        "Text › Text",
        "Text › Quotation › Quotation",
        "Text › Quotation › Who said it",
    ]
    limits = {each.source: (each.place.limit, each.place.one_line) for each in texts(translation)}
    assert limits["Post"] == (255, True)
    assert limits["A carer"] == (150, True)
    assert limits["Try it."] == (None, False)


# Saving -------------------------------------------------------------------------------------------


def test_what_is_saved_becomes_a_draft_with_an_address(site_tree):
    page, translation = submitted(site_tree)
    outcome = translate(translation, title="Cysylltu â ni", standfirst="Dros y ffôn.")
    assert (len(outcome.applied), outcome.conflicts) == (2, [])
    target = newest(checks.translation_of(page))
    assert (target.title, target.slug, target.standfirst) == (
        "Cysylltu â ni",
        "cysylltu-a-ni",
        "Dros y ffôn.",
    )
    assert target.live is False


def test_what_is_plain_is_written_plainly(site_tree):
    page, translation = submitted(site_tree, title="Q & A <now>")
    assert text(translation, "title").source == "Q & A <now>"
    translate(translation, title="C & A <nawr>")
    assert newest(checks.translation_of(page)).title == "C & A <nawr>"
    assert text(translation, "title").words == "C & A <nawr>"


def test_lines_are_tidied(site_tree):
    page, translation = submitted(site_tree)
    translate(translation, title=" Cysylltu\r\nâ ni ", standfirst="Un\r\ndau")
    target = newest(checks.translation_of(page))
    assert (target.title, target.standfirst) == ("Cysylltu â ni", "Un\ndau")


def test_saving_the_same_again_changes_nothing(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    target = checks.translation_of(page)
    outcome = translate_all(translation)
    assert (len(outcome.unchanged), outcome.applied) == (3, [])
    assert checks.translation_of(page).latest_revision_id == target.latest_revision_id


def test_empty_words_take_a_translation_away(site_tree):
    _page, translation = submitted(site_tree)
    translate_all(translation)
    translate(translation, standfirst="")
    assert [each.path for each in remaining(texts(translation))] == ["standfirst"]


def test_a_live_page_stays_as_it_is_until_the_pair_is_published(site_tree):
    page, target = live_pair(site_tree)
    edit(page, title="Contact us")
    translation = services.submit(page=reread(page)[0], by=None).translation
    translate(translation, title="Cysylltwch â ni")
    (target,) = reread(target)
    assert (target.title, newest(target).title) == ("Cysylltu", "Cysylltwch â ni")


@pytest.mark.parametrize(
    ("path", "words", "mistake"),
    [
        ("title", "x" * 256, "It is longer than 255 characters."),
        ("title", "a\x0bb", "It has a character that cannot be shown."),
        ("body", "<p>Un</p>", "<p> is not allowed here."),
        ("body", "<b onclick='x()'>Un</b>", "<b> may not have “onclick”."),
        ("body", "<script>x()</script>", "<script> is not allowed here."),
        ("body", '<a id="a9">Un</a>', 'There is no link <a id="a9"> in the source.'),
        (
            "body",
            "<a>Un</a>",
            'A link must say which of the source’s links it is, as in <a id="a1">.',
        ),
        ("body", '<a href="//x">Un</a>', "<a> may not have “href”."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_saved(site_tree, path, words, mistake):
    page, translation = submitted(site_tree)
    before = checks.translation_of(page).latest_revision_id
    with pytest.raises(TextsRefused) as caught:
        translate(translation, standfirst="Da.", **{path: words})
    ((key, said),) = caught.value.errors.items()
    assert key == text(translation, path).key
    assert mistake in said
    assert not StringTranslation.objects.exists()
    assert checks.translation_of(page).latest_revision_id == before


def test_a_link_may_not_be_lost(site_tree):
    body = '<p>See <a href="https://gov.wales/">the law</a>.</p>'
    _page, translation = submitted(site_tree, body=body)
    assert text(translation, "body").source == 'See <a id="a1">the law</a>.'
    with pytest.raises(TextsRefused) as caught:
        translate(translation, body="Gweler y gyfraith.")
    assert caught.value.errors[text(translation, "body").key] == [
        'The link <a id="a1"> is missing.'
    ]
    translate(translation, body='Gweler <a id="a1">y gyfraith</a>.')
    assert 'href="https://gov.wales/"' in newest(checks.translation_of(_page)).body


# Two editors at once ------------------------------------------------------------------------------


def test_a_text_that_somebody_else_changed_is_not_overwritten(site_tree):
    _page, translation = submitted(site_tree)
    read = text(translation, "title")
    translate(translation, user("sian"), title="Cysylltu")
    outcome = services.save(
        translation=translation,
        given=[Given(key=read.key, words="Cysylltwch", seen=read.seen)],
        by=user("elin"),
    )
    (conflict,) = outcome.conflicts
    assert (conflict.words, conflict.text.words) == ("Cysylltwch", "Cysylltu")
    assert conflict.text.changed_by.first_name == "Sian"
    assert text(translation, "title").words == "Cysylltu"


def test_both_may_change_different_texts(site_tree):
    _page, translation = submitted(site_tree)
    title, standfirst = text(translation, "title"), text(translation, "standfirst")
    translate(translation, title="Cysylltu")
    outcome = services.save(
        translation=translation,
        given=[
            Given(key=title.key, words="", seen=title.seen),  # as it was when the form was opened
            Given(key=standfirst.key, words="Dros y ffôn.", seen=standfirst.seen),
        ],
        by=None,
    )
    assert outcome.conflicts == []
    assert text(translation, "title").words == "Cysylltu"
    assert text(translation, "standfirst").words == "Dros y ffôn."


def test_words_for_a_text_that_has_gone_are_kept_beside_its_successor(site_tree):
    page, translation = submitted(site_tree)
    read = text(translation, "standfirst")
    edit(page, standfirst="How to reach all of us, by telephone or letter.")
    services.submit(page=reread(page)[0], by=None)
    outcome = services.save(
        translation=translation,
        given=[Given(key=read.key, words="Sut i’n cyrraedd ni & mwy", seen=read.seen)],
        by=None,
    )
    assert [each.words for each in outcome.gone] == ["Sut i’n cyrraedd ni & mwy"]
    assert text(translation, "standfirst").before.words == "Sut i’n cyrraedd ni & mwy"


@pytest.mark.parametrize("key", ["", "x-y", "0-0", "1-2-3", "999999-1", "-"])
def test_a_key_that_makes_no_sense_saves_nothing(site_tree, key):
    _page, translation = submitted(site_tree)
    services.save(translation=translation, given=[Given(key=key, words="x", seen="")], by=None)
    assert not StringTranslation.objects.exists()


# Ending -------------------------------------------------------------------------------------------


def test_a_page_given_back_to_its_editor_can_be_sent_again_with_what_was_written_there(site_tree):
    page, translation = submitted(site_tree)
    translate_all(translation)
    target = checks.translation_of(page)
    services.stop(translation=translation, by=None)
    assert translation_into(target) is None
    edit(target, title="Cysylltwch â ni")
    again = services.submit(page=page, by=None).translation
    assert again == translation
    assert text(again, "title").words == "Cysylltwch â ni"
    assert remaining(texts(again)) == []


def test_texts_take_as_many_queries_for_a_hundred_as_for_ten(site_tree, django_assert_num_queries):
    def long(paragraphs):
        return "".join(f"<p>Paragraph {n}.</p>" for n in range(paragraphs))

    for number in (10, 100):
        _page, translation = submitted(site_tree, body=long(number), slug=f"long-{number}")
        with django_assert_num_queries(3):
            assert len(texts(translation)) == number + 3
