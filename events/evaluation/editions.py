"""Services of publishing: preview, publish and withdraw an edition; move the screen in the room."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from events.evaluation.codebook import Codebook, codebook_of
from events.evaluation.gate import PUBLIC, ROOM, Printing, Release, Rule, release
from events.evaluation.models import PublishedEdition
from events.evaluation.tally import Cell, Tally, count_cells
from events.feedback.models import FeedbackForm
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.privacy.models import AuditEntry

#: The permission to publish and withdraw.
PUBLISH = "evaluation.publish_edition"
Audience = PublishedEdition.Audience
RULES: dict[str, Rule] = {Audience.PUBLIC: PUBLIC, Audience.ROOM: ROOM}


class PublishingError(Exception):
    """An edition was not published or withdrawn."""


class NothingToPublish(PublishingError):
    """No question was chosen, or none of those chosen may be published."""


class NoteMissing(PublishingError):
    """Publishing needs a note, withdrawing a reason."""


class FiguresChanged(PublishingError):
    """The figures are no longer those that were previewed."""


class NotPublished(PublishingError):
    """There is no such edition, or it has been withdrawn already."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the next edition for an audience would print, and who is behind it."""

    codebook: Codebook
    responses: int
    releases: list[Release]

    @property
    def publishable(self) -> list[Release]:
        """The questions of which it may print figures."""
        return [each for each in self.releases if each.reason is None]

    @property
    def fingerprint(self) -> str:
        """A digest of every word and figure, to tell whether they are still those seen."""
        printed = [asdict(self.codebook), self.responses, [each.figures for each in self.releases]]
        return hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()


def preview(*, form: FeedbackForm, audience: str = Audience.PUBLIC) -> Preview:
    """Return what the next edition for ``audience`` would print.

    Answers given in the room leave the staff's report only with the consent of those who gave
    them: the screen and the editions count the same people, so that no difference tells them apart.
    """
    live = form.delivery == FeedbackForm.Delivery.LIVE
    cells = count_cells(form, consenting=live)
    codebook = codebook_of(form)
    return Preview(
        codebook=codebook,
        responses=Tally(cells).responses,
        releases=release(codebook, cells, RULES[audience], _printed(form)),
    )


def _printed(form: FeedbackForm) -> dict[str, list[Printing]]:
    """Return every printing of each question so far, the newest first, also the withdrawn ones."""
    printed: dict[str, list[Printing]] = defaultdict(list)
    for edition in PublishedEdition.objects.filter(form=form).order_by("-published_at", "-pk"):
        cells = [Cell._make(cell) for cell in edition.cells]
        words = {each: edition.figures_in(each)["questions"] for each in LANGUAGES}
        for position, question in enumerate(words["en"]):
            if question["withheld"]:
                continue
            slug = question["slug"]
            printed[slug].append(
                Printing(
                    edition=edition.number,
                    step=RULES[edition.audience].step,
                    cells=frozenset(cell for cell in cells if cell.question == slug),
                    figures={each: words[each][position] for each in LANGUAGES},
                )
            )
    return printed


@transaction.atomic
def publish_edition(
    *,
    form: FeedbackForm,
    questions: Collection[str],
    note: str,
    by: User,
    previewed: str = "",
) -> PublishedEdition:
    """Publish the figures of the chosen questions, as far as the gate lets them out.

    ``questions`` are slugs. ``previewed`` is the fingerprint of the preview that ``by`` has seen,
    if they have seen one.

    Raises:
        NoteMissing: there is no note.
        NothingToPublish: none of the questions may be published.
        FiguresChanged: the figures are no longer the previewed ones.
    """
    if not note.strip():
        raise NoteMissing
    form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form.pk)
    found = preview(form=form)
    if previewed not in ("", found.fingerprint):
        raise FiguresChanged
    chosen = [each for each in found.publishable if each.question.slug in questions]
    if not chosen:
        raise NothingToPublish
    edition = _store(form, Audience.PUBLIC, found, chosen, note=note.strip(), published_by=by)
    slugs = [each.question.slug for each in chosen]
    AuditEntry.record(
        form, "evaluation.published", actor=by, edition=edition.number, questions=slugs
    )
    return edition


@transaction.atomic
def withdraw_edition(*, form: FeedbackForm, number: int, by: User, reason: str) -> PublishedEdition:
    """Take back an edition for everybody; it stays as a tombstone with its reason.

    Raises:
        NoteMissing: there is no reason.
        NotPublished: there is no such edition, or it has been withdrawn already.
    """
    if not reason.strip():
        raise NoteMissing
    rows = PublishedEdition.objects.select_for_update(no_key=True)
    edition = rows.filter(form=form, audience=Audience.PUBLIC, number=number).first()
    if edition is None or edition.withdrawn_at:
        raise NotPublished
    edition.withdrawn_at = timezone.now()
    edition.withdrawn_by = by
    edition.withdrawal_reason = reason.strip()
    edition.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    AuditEntry.record(form, "evaluation.withdrawn", actor=by, edition=number)
    return edition


def move_screen(*, form: FeedbackForm) -> None:
    """Publish the next step to the room, once enough people more have answered.

    The caller's transaction holds the lock of ``form``.
    """
    last = PublishedEdition.objects.newest(form, Audience.ROOM)
    consenting: int = form.responses.filter(consent_open=True).count()
    more = abs(consenting - last.responses) if last else consenting
    if more < (ROOM.step if last else ROOM.base):
        return
    found = preview(form=form, audience=Audience.ROOM)
    words = [each for each in found.releases if each.question.kind != "text"]
    _store(form, Audience.ROOM, found, words)


def _store(
    form: FeedbackForm, audience: str, found: Preview, chosen: Iterable[Release], **act: Any
) -> PublishedEdition:
    last = PublishedEdition.objects.newest(form, audience)
    number = last.number + 1 if last else 1
    now = timezone.now()
    chosen = list(chosen)
    figures: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            printed = {
                "form": form.code,
                "title": found.codebook.title,
                "language": language,
                "updated_at": now.isoformat(),
                "responses": found.responses,
                "questions": [each.figures[language] for each in chosen],
                "edition": number,
            }
            figures[language] = json.dumps(printed, ensure_ascii=False)
    return PublishedEdition.objects.create(
        form=form,
        audience=audience,
        number=number,
        responses=found.responses,
        codebook=asdict(found.codebook),
        figures=figures,
        cells=sorted(cell for each in chosen for cell in each.cells),
        published_at=now,
        **act,
    )
