"""Videos on other sites, which are not contacted before the reader plays them."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live)/([\w-]{11})/?")
SHORT_PATH = re.compile(r"/([\w-]{11})/?")
VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/|showcase/\d+/video/)?(\d+)(?:/(\w+))?/?")


@dataclass(frozen=True, slots=True)
class Video:
    """A video: its site, its id on the site, and the key of an unlisted one."""

    site: str
    name: str
    key: str = ""

    @property
    def owner(self) -> str:
        """Return the company that the browser contacts, as named in the privacy notice."""
        return "YouTube (Google)" if self.site == "YouTube" else "Vimeo"

    @property
    def origin(self) -> str:
        """Return the origin of the player, for the content security policy of the page."""
        if self.site == "YouTube":
            return "https://www.youtube-nocookie.com"
        return "https://player.vimeo.com"

    @property
    def page_url(self) -> str:
        """Return the URL of the video's own page."""
        if self.site == "YouTube":
            return f"https://www.youtube.com/watch?v={self.name}"
        return "https://vimeo.com/" + "/".join(filter(None, [self.name, self.key]))

    def player_url(self, language: str) -> str:
        """Return the URL of the player, which starts at once, with captions in ``language``."""
        if self.site == "YouTube":
            options = {"autoplay": 1, "cc_load_policy": 1, "cc_lang_pref": language, "hl": language}
            return f"{self.origin}/embed/{self.name}?{urlencode(options | {'rel': 0})}"
        options = {"autoplay": 1, "dnt": 1, "texttrack": language}
        hashed = {"h": self.key} if self.key else {}
        return f"{self.origin}/video/{self.name}?{urlencode(options | hashed)}"


def parse_video(address: str) -> Video:
    """Return the video at ``address``; raise ``ValidationError`` if its site is not supported."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    found = None
    if parts.scheme in {"http", "https"}:
        found = _youtube(parts.hostname, parts.path, query) or _vimeo(
            parts.hostname, parts.path, query
        )
    if found is None:
        raise ValidationError(_("Give the address of a video on YouTube or Vimeo."))
    return found


def _youtube(host: str | None, path: str, query: dict[str, str]) -> Video | None:
    if host in YOUTUBE and path == "/watch":
        match = re.fullmatch(r"([\w-]{11})", query.get("v", ""))
    elif host in YOUTUBE:
        match = YOUTUBE_PATH.fullmatch(path)
    else:
        match = SHORT_PATH.fullmatch(path) if host == "youtu.be" else None
    return Video("YouTube", match[1]) if match else None


def _vimeo(host: str | None, path: str, query: dict[str, str]) -> Video | None:
    match = VIMEO_PATH.fullmatch(path) if host in VIMEO else None
    if match is None:
        return None
    key = match[2] or query.get("h", "")
    return Video("Vimeo", match[1], key) if re.fullmatch(r"\w*", key) else None


def let_frame(request: HttpRequest, video: Video) -> None:
    """Allow the response to ``request`` to frame the player of the video."""
    allowed: set[str] = getattr(request, "frame_sources", set())
    request.frame_sources = allowed | {video.origin}  # type: ignore[attr-defined]  # read by the middleware
