"""Reports for staff, the public JSON interface, and the screen in the room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from events.evaluation import services
from events.evaluation.charts import Chart, chart_of, draw
from events.evaluation.codebook import codebook_of
from events.evaluation.corrections import Correction, corrections_of, replacements_of
from events.evaluation.gate import READERS, ROOM, STAFF, figures
from events.evaluation.models import PublishedEdition, TallyVersion
from events.evaluation.published import PublicResult, public_results
from events.evaluation.result_types import Comment, QuestionResult
from events.evaluation.tally import Tally
from events.feedback.models import FeedbackForm
from events.models import Event, EventPage, EventSession
from gpx_site.i18n.bilingual import LANGUAGES, active_language

VIEW_REPORT = "evaluation.view_report"
VIEW_COMMENTS = "feedback.view_comments"
PER_PAGE = 50
Audience = PublishedEdition.Audience
Screen = FeedbackForm.Screen


# Staff --------------------------------------------------------------------------------------------


@permission_required(VIEW_REPORT)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List every form with its counts, newest first."""
    forms = FeedbackForm.objects.select_related("event").with_counts().order_by("-pk")
    page = Paginator(forms, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "evaluation/report_list.html", {"page": page})


@permission_required(VIEW_REPORT)
@require_safe
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show the report of one form; a script or the link on it refreshes the figures."""
    form = get_object_or_404(FeedbackForm.objects.select_related("event"), code=code)
    return render(request, "evaluation/report.html", _report_context(request, form))


@permission_required(VIEW_REPORT)
@require_safe
def report_live(request: HttpRequest, code: str) -> HttpResponse:
    """Return the part of the report that changes as answers arrive, or 304 if it has not."""
    form = get_object_or_404(FeedbackForm, code=code)
    version = TallyVersion.objects.filter(form=form).values_list("version", flat=True).first()
    reads_comments = request.user.has_perm(VIEW_COMMENTS)
    tag = f'"{code}-{version or 0}-{active_language()}-{int(reads_comments)}"'

    def body() -> HttpResponse:
        return render(request, "evaluation/report_body.html", _report_context(request, form))

    return _tagged(request, tag, body)


@dataclass(frozen=True)
class QuestionReport:
    """What the report shows of one question."""

    result: QuestionResult
    comments: list[Comment] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    replaced_by: str = ""

    @property
    def chart(self) -> Chart | None:
        """The chart in the active language."""
        return chart_of(self.result)


def _report_context(request: HttpRequest, form: FeedbackForm) -> dict[str, Any]:
    reads_comments = request.user.has_perm(VIEW_COMMENTS)
    rule = READERS if reads_comments else STAFF
    found = services.evaluate(form=form, language=active_language(), rule=rule)
    comments = services.comments(form=form) if reads_comments else []
    corrections, replacements = corrections_of(form), replacements_of(form)
    questions = [
        QuestionReport(
            result=result,
            comments=[each for each in comments if each["question"] == result["slug"]],
            corrections=corrections.get(result["slug"], []),
            replaced_by=replacements.get(result["slug"], ""),
        )
        for result in found["questions"]
    ]
    updated_at = found["updated_at"]
    return {
        "form": form,
        "report": found,
        "questions": questions,
        "updated_at": datetime.fromisoformat(updated_at) if updated_at else None,
        "attendance": services.evaluate_attendance(form=form),
        "reads_comments": reads_comments,
        "staff_base": STAFF.base,
    }


# JSON ---------------------------------------------------------------------------------------------


@require_safe
def event_evaluation(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the published metrics of an event's forms, after disclosure control."""
    language = request.GET.get("lang", "en")
    if language not in LANGUAGES:
        return _json_error(_("Choose “en” or “cy”."), field="lang", status=400)
    with override(language):
        event = _event(slug)
        if event is None:
            return _json_error(_("There is no such event."), field="slug", status=404)
        codes = event.feedback_forms.values_list("code", flat=True)
        results = public_results(codes, language).values()
        return JsonResponse(
            {
                "event": event.slug,
                "title": event.title,
                "language": language,
                "forms": [each.figures for each in results if each.state == "shown"],
                "withdrawn": [_tombstone(each) for each in results if each.state == "withdrawn"],
            }
        )


def _tombstone(result: PublicResult) -> dict[str, object]:
    return {
        "form": result.form.code,
        "title": result.form.title,
        "edition": result.edition,
        "withdrawn_at": result.withdrawn_at,
        "reason": result.withdrawal_reason,
    }


def _event(slug: str) -> Event | None:
    """Return the event with this slug, or that of the page with this slug in either language."""
    event: Event | None = Event.objects.filter(slug=slug).first()
    if event is None:
        page: EventPage | None = (
            EventPage.objects.live().select_related("event").filter(slug=slug).first()
        )
        event = page.event if page else None
    return event


def _json_error(message: str, *, field: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message, "field": field}, status=status)


# The screen in the room ---------------------------------------------------------------------------


@require_safe
def capture_results(request: HttpRequest, code: str) -> HttpResponse:
    """Return the data of the room's screen, as far as the presenter lets it be shown."""
    language = request.GET.get("lang", "en")
    if language not in LANGUAGES:
        return _json_error(_("Choose “en” or “cy”."), field="lang", status=400)
    with override(language):
        form = _capture(code)
        if form is None:
            return _json_error(_("There is no such capture."), field="code", status=404)
        shown, state = _shown(form)
        number = shown.number if shown else 0

        def body() -> JsonResponse:
            return JsonResponse(_screen(form, shown, state, language))

        return _tagged(request, f'"{code}-{number}-{state}-{language}"', body)


@require_safe
def capture_screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page that is projected in the room."""
    form = _capture(code)
    if form is None:
        return render(request, "feedback/link_problem.html", {"reason": "unknown"}, status=404)
    shown, state = _shown(form)
    number = shown.number if shown else 0

    def body() -> HttpResponse:
        screen = _screen(form, shown, state, active_language())
        context = {
            "feedback_form": form,
            "screen": screen,
            "charts": draw(each for each in screen["questions"] if each["kind"] == "slider"),
            "join_url": request.build_absolute_uri(reverse("capture", kwargs={"code": code})),
        }
        return render(request, "evaluation/screen.html", context)

    return _tagged(request, f'"{code}-{number}-{state}-{form.status}-{active_language()}"', body)


def _capture(code: str) -> FeedbackForm | None:
    return FeedbackForm.objects.live().exclude(status="draft").filter(code=code).first()


def _shown(form: FeedbackForm) -> tuple[PublishedEdition | None, str]:
    """Return the edition that the room may see, and the state of the screen."""
    if _is_over(form):
        return None, "over"
    if form.screen == Screen.HIDDEN:
        return None, "hidden"
    edition = PublishedEdition.objects.newest(form, Audience.ROOM)
    return edition, str(form.screen) if edition else "waiting"


def _is_over(form: FeedbackForm) -> bool:
    """Whether the room is empty: its event has ended or, without an event, the form is closed."""
    if form.event_id is None:
        return form.status == FeedbackForm.Status.CLOSED
    sessions = EventSession.objects.filter(event_id=form.event_id)
    return sessions.past().exists() and not sessions.upcoming().exists()


class ScreenData(TypedDict):
    """The data of the room's screen; ``edition`` is 0 and ``responses`` None before the first."""

    code: str
    title: str
    state: str
    edition: int
    responses: int | None
    questions: list[QuestionResult]


def _screen(
    form: FeedbackForm, edition: PublishedEdition | None, state: str, language: str
) -> ScreenData:
    found = edition.figures_in(language)["questions"] if edition else _nothing_yet(form)
    return {
        "code": form.code,
        "title": form.title,
        "state": state,
        "edition": edition.number if edition else 0,
        "responses": edition.responses if edition else None,
        "questions": found,
    }


def _nothing_yet(form: FeedbackForm) -> list[QuestionResult]:
    """Return the questions of the screen, all withheld."""
    found = figures(codebook_of(form), Tally([]), ROOM)
    # Without what people wrote: nobody has moderated it yet.
    return [each for each in found if each["kind"] != "text"]


def _tagged(request: HttpRequest, tag: str, body: Callable[[], HttpResponse]) -> HttpResponse:
    """Return ``body()`` with an entity tag, or 304 without building it if the client has it."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    # A proxy that compresses the response turns the tag into a weak one.
    same = tag in {each.removeprefix("W/") for each in known}
    response = HttpResponseNotModified() if same else body()
    response["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response
