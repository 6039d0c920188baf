"""What was done, and what was written, has a name in words: staff and registrants read it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from gpx_site.mail import services as mail
from gpx_site.privacy import audit_labels

RECORDED = re.compile(r'AuditEntry\.record\(\s*\w+,\s*"([\w.]+)"')
SERVICES = Path(settings.BASE_DIR) / "events" / "registration" / "services"
ACTIONS = {
    action for path in SERVICES.glob("*.py") for action in RECORDED.findall(path.read_text())
}
LETTERS = {f"mail.{kind}" for kind in mail._builders if kind.startswith("registration.")}


@pytest.mark.parametrize("code", sorted(ACTIONS | LETTERS))
def test_has_words(code):
    assert audit_labels.words_of(code) != code
