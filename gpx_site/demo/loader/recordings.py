"""Load recordings: a short silent video with subtitles in both languages."""

from pathlib import Path

from django.core.files import File

from events.models import EventSession, Recording
from gpx_site.demo.loader.content import paired, read, stable_uuid

FOLDER = Path(__file__).resolve().parent.parent / "video"


def load_recordings() -> None:
    """Create the missing recordings."""
    for row in read("recordings")["recording"]:
        session = EventSession.objects.get(uid=stable_uuid(row["session"]))
        if session.recordings.exists():
            continue
        subtitles = {
            f"subtitles_{language}": (FOLDER / f"{row['file']}.{language}.vtt").read_text("utf-8")
            for language in ("en", "cy")
        }
        recording = Recording(
            session=session, minutes=row["minutes"], **paired(row, "title"), **subtitles
        )
        with (FOLDER / f"{row['file']}.webm").open("rb") as video:
            recording.file.save(f"{row['file']}.webm", File(video), save=False)
        recording.full_clean()
        recording.save()
