"""Sentences on outstanding translations, for lists, e-mails and the editor."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gpx_site.core.templatetags.gpx_dates import gpx_date
from gpx_site.translations.models import OutstandingTranslation, PairException

State = OutstandingTranslation.State
# By the language that is outstanding: the names of the languages mutate differently.
LACKS = {
    (State.MISSING, "cy"): gettext_lazy("There is no Welsh page to read."),
    (State.MISSING, "en"): gettext_lazy("There is no English page to read."),
    (State.STALE, "cy"): gettext_lazy("The Welsh page is out of date."),
    (State.STALE, "en"): gettext_lazy("The English page is out of date."),
}


def lack(row: OutstandingTranslation) -> str:
    """Return what readers of the other language lack."""
    return str(LACKS[State(row.state), row.language])


def waiting(row: OutstandingTranslation) -> str:
    """Return how long readers have waited, and whether that is too long."""
    days = row.age
    if not row.is_late:
        text = ngettext("Waiting for %(n)s working day.", "Waiting for %(n)s working days.", days)
    else:
        text = ngettext(
            "Waiting for %(n)s working day, which is too long.",
            "Waiting for %(n)s working days, which is too long.",
            days,
        )
    return text % {"n": days}


def target() -> str:
    """Return the target for translations."""
    text = ngettext(
        "Our target is that no page waits for more than %(n)s working day.",
        "Our target is that no page waits for more than %(n)s working days.",
        OutstandingTranslation.TARGET,
    )
    return text % {"n": OutstandingTranslation.TARGET}


def leave(exception: PairException | None) -> str:
    """Return the exception that the page has; empty for none."""
    if exception is None:
        return ""
    if exception.expires_at is None:
        return _("It may stand alone, because the text is by others.")
    day = gpx_date(exception.expires_at)
    if exception.is_running:
        return _("It may stand alone until %(day)s.") % {"day": day}
    return _("Its leave to stand alone ended on %(day)s.") % {"day": day}
