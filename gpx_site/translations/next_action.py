"""The next thing that an editor must do with a page and its translation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from gpx_site.core.templatetags.gpx_dates import gpx_date, gpx_time
from gpx_site.i18n.bilingual import other_language
from gpx_site.translations.checks import incomplete, missing, newest, texts_left, translation_of
from gpx_site.translations.fingerprint import fingerprint
from gpx_site.translations.localize import translation_into

# By the target language.
SEND = {
    "cy": gettext_lazy("The page is in English alone. Send it to be translated into Welsh."),
    "en": gettext_lazy("The page is in Welsh alone. Send it to be translated into English."),
}
SEND_AGAIN = {
    "cy": gettext_lazy("The English words have changed since they were sent. Send the new ones."),
    "en": gettext_lazy("The Welsh words have changed since they were sent. Send the new ones."),
}
WRITE = {
    "cy": gettext_lazy("Finish the Welsh page, or send the English page to be translated."),
    "en": gettext_lazy("Finish the English page, or send the Welsh page to be translated."),
}
READ = {
    "cy": gettext_lazy("Read the Welsh page through, and declare it ready."),
    "en": gettext_lazy("Read the English page through, and declare it ready."),
}
OPEN = {
    "cy": gettext_lazy("Open the Welsh page"),
    "en": gettext_lazy("Open the English page"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """The next step: a sentence, and a link or a button of the view of both languages.

    ``verb`` is the action of the button, empty for a link to ``url``. Without ``url`` there is
    nothing to do.
    """

    text: str
    label: str = ""
    url: str = ""
    verb: str = ""


def next_action(page: Page) -> Step:
    """Return the first step that is left until ``page`` and its translation are live and equal."""
    target = translation_of(page)
    if target is None:
        return _send(page, SEND)
    if translation_into(page):
        page, target = target, page
    return _translate(page, target) or _declare(page, target) or _publish(page, target)


def _translate(page: Page, target: Page) -> Step | None:
    language = target.locale.language_code
    translation = translation_into(target)
    draft = newest(page)
    if translation is None:
        if incomplete(target, beside=draft):
            url = reverse("wagtailadmin_pages:edit", args=[target.pk])
            return Step(text=str(WRITE[language]), label=str(OPEN[language]), url=url)
        return None
    if fingerprint(translation.source.as_instance()) != fingerprint(draft):
        return _send(page, SEND_AGAIN)
    left = texts_left(translation)
    if not left:
        return None
    text = ngettext(
        "%(n)s text is still to be translated.", "%(n)s texts are still to be translated.", left
    )
    url = reverse("translate", args=[target.pk])
    return Step(text=text % {"n": left}, label=_("Translate"), url=url)


def _declare(page: Page, target: Page) -> Step | None:
    """Return the step of declaring ``target`` ready; publishing ``page`` declares the page."""
    if not missing(page):
        return None
    language = target.locale.language_code
    name = "translate" if translation_into(target) else "wagtailadmin_pages:edit"
    url = reverse(name, args=[target.pk])
    return Step(text=str(READ[language]), label=str(OPEN[language]), url=url)


def _publish(page: Page, target: Page) -> Step:
    for each in (page, target):
        scheduled = each.scheduled_revision
        if scheduled:
            at = scheduled.approved_go_live_at
            text = _("Both pages will be published on %(day)s at %(time)s.")
            return Step(text=text % {"day": gpx_date(at), "time": gpx_time(at)})
    if page.live and target.live and not page.has_unpublished_changes:
        return Step(text=_("Both pages are live and say the same. There is nothing to do."))
    return Step(
        text=_("Both pages are ready. Publish one, and both go live."),
        label=_("Publish both"),
        url=reverse("pair", args=[page.pk]),
        verb="publish",
    )


def _send(page: Page, sentences: Mapping[str, Promise]) -> Step:
    language = other_language(page.locale.language_code)
    return Step(
        text=str(sentences[language]),
        label=_("Submit for translation"),
        url=reverse("pair", args=[page.pk]),
        verb="submit",
    )
