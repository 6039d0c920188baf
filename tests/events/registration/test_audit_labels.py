"""Every action and every e-mail of registration has a label for staff and registrants."""

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
EMAILS = {f"mail.{kind}" for kind in mail._builders if kind.startswith("registration.")}


@pytest.mark.parametrize("code", sorted(ACTIONS | EMAILS))
def test_has_a_label(code):
    assert audit_labels.label_of(code) != code
