"""The weekly e-mail to editors, and the daily one to lead editors."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.users.models import UserProfile

from gpx_site.mail import services as mail
from gpx_site.outbox.services import NoLongerNeeded
from gpx_site.translations.models import OutstandingQuerySet, OutstandingTranslation
from gpx_site.translations.outstanding import ENDED_EMAIL, OUTSTANDING_EMAIL

LISTED = 20


@mail.email_builder(OUTSTANDING_EMAIL)
def outstanding(*, user: int) -> mail.Email:
    """Build the e-mail of what is due, oldest first, in the language of the editor's admin."""
    return _build(user, OutstandingTranslation.objects.due(), "outstanding_translations")


@mail.email_builder(ENDED_EMAIL)
def ended(*, user: int) -> mail.Email:
    """Build the e-mail of urgent pages still in one language after their time, oldest first."""
    standing = OutstandingTranslation.Standing.ENDED
    return _build(user, OutstandingTranslation.objects.standing(standing), "ended_exceptions")


def _build(user: int, rows: OutstandingQuerySet, template: str) -> mail.Email:
    editor = get_user_model().objects.filter(pk=user, is_active=True).exclude(email="").first()
    rows = rows.with_pages()
    listed = [
        {
            "row": row,
            "url": settings.WAGTAILADMIN_BASE_URL + reverse("pair", args=[row.page_id]),
        }
        for row in rows[:LISTED]
    ]
    if editor is None or not listed:
        raise NoLongerNeeded
    total = rows.count()

    def context() -> dict[str, Any]:
        return {
            "listed": listed,
            "total": total,
            "more": total - len(listed),
            "name": editor.get_full_name() or editor.get_username(),
            "report_url": settings.WAGTAILADMIN_BASE_URL + reverse("outstanding"),
        }

    return mail.Email(
        to=editor.email,
        languages=mail.languages_of(UserProfile.get_for_user(editor).preferred_language),
        template=template,
        context=context,
    )
