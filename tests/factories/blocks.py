"""What the blocks of a text show: pictures, documents, published answers, and one block of each."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from events.evaluation import editions, services
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from events.models import Event
from tests.factories import feedback

VIDEO = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
RECORDING = "https://vimeo.com/123456789"


def image(title: str = "Kettle") -> Any:
    """A small picture."""
    handle = BytesIO()
    Pillow.new("RGB", (64, 36), "teal").save(handle, "JPEG")
    return get_image_model().objects.create(
        title=title, file=ImageFile(handle, name=f"{title.lower()}.jpg")
    )


def document(title: str = "Slides", size: int = 2048) -> Any:
    """A PDF of ``size`` bytes."""
    made = get_document_model()(title=title)
    made.file.save(f"{title.lower()}.pdf", ContentFile(b"%PDF-1.7".ljust(size)), save=False)
    made.file_size = size
    made.save()
    return made


def answered_form(people: int = 12, **fields: Any) -> FeedbackForm:
    """A form to which so many people have answered; published, if that is enough of them."""
    form = feedback.full_form(**fields)
    for number in range(people):
        again = Given(question="again", options=("yes" if number % 3 else "no",))
        feedback.submit(form, [*feedback.both("confidence", 2, 4), again])
    services.bring_up_to_date(form_id=form.pk)
    if editions.preview(form=form).publishable:
        feedback.published(form)
    return form


def answered_capture(people: int = 12, consent: bool = True, **fields: Any) -> FeedbackForm:
    """A capture with two markers of each of so many people; published, if they consent."""
    form = feedback.capture(**fields)
    for _ in range(people):
        mark(form, consent_open=consent)
    services.bring_up_to_date(form_id=form.pk)
    if editions.preview(form=form).publishable:
        feedback.published(form)
    return form


def mark(form: FeedbackForm, low: int = 30, high: int = 70, **fields: Any) -> None:
    """One person's markers under both framings of the first situation."""
    answers = [
        Given(question="reporting", condition=f"f{f}-s1", value=value)
        for f, value in ((1, low), (2, high))
    ]
    feedback.submit(form, answers, source="live", **fields)


def table(**fields: Any) -> dict[str, Any]:
    """A table of two rows, two of whose cells say the same."""
    grid = {
        "caption": "Calls to the office",
        "columns": [
            {"type": "text", "heading": "Month"},
            {"type": "figure", "heading": "Calls"},
            {"type": "text", "heading": "Letter"},
        ],
        "rows": [{"values": ["March", "212", "new"]}, {"values": ["April", "31", "new"]}],
    }
    return {"table": grid | fields, "row_headings": True}


def video(**fields: Any) -> dict[str, Any]:
    """A video with an English recording alone, and captions in both languages."""
    defaults = {
        "title": "Who is the host?",
        "recording_en": VIDEO,
        "recording_cy": "",
        "poster": None,
        "captions": ["en", "cy"],
        "transcript": "<p>The kettle comes first.</p>",
    }
    return defaults | fields


def accordion(**fields: Any) -> dict[str, Any]:
    """Two questions with their answers."""
    sections = [
        raw("item", {"heading": "Does it cost anything?", "text": "<p>It is free.</p>"}, 901),
        raw("item", {"heading": "Who may come?", "text": "<p>Everybody may.</p>"}, 902),
    ]
    return {"heading": "Questions we are asked", "sections": sections} | fields


def raw(kind: str, value: Any, number: int = 0) -> dict[str, Any]:
    """A block as the database has it, with the same id every time."""
    return {"type": kind, "value": value, "id": f"00000000-0000-0000-0000-{number:012}"}


def every_block(event: Event) -> list[dict[str, Any]]:
    """One block of each kind, as the database has them."""
    picture = {"image": image().pk, "alt_text": "Eight people at a table", "decorative": False}
    answered_form(code="involvement")
    answered_capture(code="risk")
    blocks = [
        ("text", "<p>Before all, a <b>warm</b> room.</p>"),
        ("heading", "Who is the host?"),
        ("quotation", {"text": "Guests don’t criticise.", "attribution": "A carer"}),
        ("callout", {"heading": "Safe to fail", "text": "<p>It costs little.</p>"}),
        ("accordion", accordion()),
        ("picture", {"image": picture, "caption": "Everyone lives in it."}),
        ("video", video(poster=image("Poster").pk, recording_cy=VIDEO)),
        (
            "document",
            {
                "title": "Our slides",
                "description": "From the day.",
                "document_en": document().pk,
                "document_cy": document("Sleidiau").pk,
            },
        ),
        ("table", table()),
        ("chart", {"question": "involvement/confidence", "note": "What changed for people."}),
        ("capture", {"capture": "risk", "note": "What the room saw."}),
        ("event", {"event": event.pk, "text": "Bring one service with you."}),
    ]
    return [raw(kind, value, number) for number, (kind, value) in enumerate(blocks)]
