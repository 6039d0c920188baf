"""Which addresses are videos that we can show, and what is asked of whom."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from gpx_site.media.videos import Video, parse_video

YOUTUBE = Video("YouTube", "dQw4-_9WgXc")


@pytest.mark.parametrize(
    ("address", "video"),
    [
        ("https://www.youtube.com/watch?v=dQw4-_9WgXc", YOUTUBE),
        ("https://www.youtube.com/watch?t=5&v=dQw4-_9WgXc&list=PL1", YOUTUBE),
        ("http://m.youtube.com/watch?v=dQw4-_9WgXc", YOUTUBE),
        ("https://youtu.be/dQw4-_9WgXc?si=x", YOUTUBE),
        ("https://youtube.com/shorts/dQw4-_9WgXc", YOUTUBE),
        ("https://www.youtube.com/live/dQw4-_9WgXc/", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4-_9WgXc", YOUTUBE),
        ("https://vimeo.com/123456", Video("Vimeo", "123456")),
        ("https://vimeo.com/123456/abcdef01", Video("Vimeo", "123456", "abcdef01")),
        ("https://player.vimeo.com/video/123456?h=abcdef01", Video("Vimeo", "123456", "abcdef01")),
        ("https://vimeo.com/channels/staffpicks/123456", Video("Vimeo", "123456")),
    ],
)
def test_the_addresses_that_people_copy(address, video):
    assert parse_video(address) == video


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)//youtube.com/watch?v=dQw4-_9WgXc",
        "ftp://www.youtube.com/watch?v=dQw4-_9WgXc",
        "https://www.youtube.com/watch?v=dQw4-_9WgX",
        'https://www.youtube.com/watch?v=dQw4"onload=',
        "https://www.youtube.com/@channel",
        "https://www.youtube.com.example.org/watch?v=dQw4-_9WgXc",
        "https://example.org/?u=https://youtu.be/dQw4-_9WgXc",
        "https://vimeo.com/about",
        "https://player.vimeo.com/video/123456?h=%22%3E",
        "https://www.dailymotion.com/video/x8",
    ],
)
def test_every_other_address_is_refused_in_the_editors_language(address):
    for language, sentence in (
        ("en", "Give the address of a video on YouTube or Vimeo."),
        ("cy", "Rhowch gyfeiriad fideo ar YouTube neu Vimeo."),
    ):
        with override(language), pytest.raises(ValidationError) as caught:
            parse_video(address)
        with override(language):
            assert caught.value.messages == [sentence]


def test_the_player_speaks_the_readers_language_and_tracks_as_little_as_it_can():
    assert YOUTUBE.player_url("cy") == (
        "https://www.youtube-nocookie.com/embed/dQw4-_9WgXc"
        "?autoplay=1&cc_load_policy=1&cc_lang_pref=cy&hl=cy&rel=0"
    )
    assert Video("Vimeo", "1", "ab").player_url("en") == (
        "https://player.vimeo.com/video/1?autoplay=1&dnt=1&texttrack=en&h=ab"
    )
    assert (YOUTUBE.page_url, Video("Vimeo", "1", "ab").page_url) == (
        "https://www.youtube.com/watch?v=dQw4-_9WgXc",
        "https://vimeo.com/1/ab",
    )
