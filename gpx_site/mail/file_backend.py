"""Write mail to a folder, the embedded default, and read it."""

import email
import email.policy
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.utils import timezone


class FolderBackend(EmailBackend):
    """Write each message to its own file.

    Django's backend names the file by the second and by its own ``id()``, which Python reuses: two
    messages could share a file, and would be read and deleted as one.
    """

    def open(self) -> bool:
        """Open a new file, unless one is open."""
        if self.stream is not None:
            return False
        self.stream = (Path(self.file_path) / f"{uuid.uuid4().hex}.log").open("wb")
        return True


@dataclass(frozen=True)
class SentMail:
    """A message as the demonstration shows it."""

    sent: datetime
    to: str
    subject: str
    body: str
    calendar: str
    language: str  # empty if the message is in both


def read_mailbox(limit: int) -> list[SentMail]:
    """Return the newest ``limit`` messages of ``MAIL_FOLDER``, newest first."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.log"), key=lambda path: path.stat().st_mtime)
    return [_read(path) for path in reversed(files[-limit:])]


def forget_mail(address: str) -> int:
    """Delete every message to ``address`` from ``MAIL_FOLDER``; return how many."""
    files = Path(settings.MAIL_FOLDER).glob("*.log")
    theirs = [path for path in files if parseaddr(_read(path).to or "")[1].casefold() == address]
    for path in theirs:
        path.unlink(missing_ok=True)
    return len(theirs)


def _read(path: Path) -> SentMail:
    raw = path.read_bytes().split(b"\n" + b"-" * 79, 1)[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    texts = {"text/plain": "", "text/calendar": ""}
    for part in message.walk():
        if part.get_content_type() in texts:
            texts[part.get_content_type()] = part.get_content()
    language = message.get("Content-Language", "")
    sent = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return SentMail(
        sent,
        message["To"],
        message["Subject"],
        texts["text/plain"],
        texts["text/calendar"],
        "" if "," in language else language,
    )
