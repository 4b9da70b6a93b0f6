"""What the papers say about the first opinion: each thing with its page, to be confirmed or left out."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import Taken, confirm_first_items
from secunda.journey.cases.rules import may_confirm_first
from secunda.journey.cases.states import Role
from secunda.journey.imaging.queries import studies_of
from secunda.journey.records.queries import first_suggestions

TEST = "test"
AXES = {
    "diagnosis": _("What they said is wrong"),
    "finding": _("What they found"),
    "plan": _("What they want to do"),
    TEST: _("Tests they want"),
    "urgency": _("How soon it should happen"),
    "prognosis": _("What they expect"),
}

# The same headings for coordinators.
DESK_AXES = {
    "diagnosis": _("Diagnoses"),
    "finding": _("Findings"),
    "plan": _("Plan"),
    TEST: _("Tests"),
    "urgency": _("Urgency"),
    "prognosis": _("Outlook"),
}


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
def papers(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Tick what is right. Nothing is taken over that nobody ticked."""
    said = first_suggestions(visit.case)
    if request.method == "POST":
        ticked = set(request.POST.getlist("said"))
        taken = [
            Taken(
                each.axis,
                each.text,
                UUID(each.record) if each.record else None,
                each.page,
                UUID(each.series) if each.series else None,
                each.code,
                each.certainty,
                each.stage,
                each.kind,
            )
            for each in said
            if each.key in ticked
        ]
        if taken:
            confirm_first_items(visit.case, taken, by=visit.by, at=visit.at)
        return redirect("patient:first_papers", visit.case.id)
    family = Role.COORDINATOR not in visit.standing.roles
    axes = AXES if family else DESK_AXES
    groups = [(words, [each for each in said if _group(each) == axis]) for axis, words in axes.items()]
    first = getattr(visit.case, "first_opinion", None)
    told = list(first.items.all()) if first else []
    shown = {
        "groups": [(words, each) for words, each in groups if each],
        "told": [(words, [each for each in told if _group(each) == axis]) for axis, words in axes.items()],
        "place": _Places(visit.case.id, (*said, *told)).of,
        "family": family,
        "layout": "patient/base.html" if family else "design/layout_staff.html",
        "refusal": may_confirm_first(visit.case, visit.standing.roles),
    }
    return show(request, visit, "patient/first_papers.html", shown)


class _Stated(Protocol):
    """What tells under which heading a statement is shown."""

    @property
    def axis(self) -> str: ...
    @property
    def kind(self) -> str: ...


class _Taken(Protocol):
    """What tells where a statement was taken from."""

    @property
    def record(self) -> UUID | str | None: ...
    @property
    def series(self) -> UUID | str | None: ...
    @property
    def page(self) -> int | None: ...


class _Places:
    """Where the page, or the images, that statements were taken from are shown."""

    def __init__(self, case_id: UUID, taken: Iterable[_Taken]) -> None:
        series = {UUID(str(each.series)) for each in taken if each.series}
        self._case_id, self._studies = case_id, studies_of(case_id, series)

    def of(self, each: _Taken) -> str:
        """An address; empty where a statement was told, or its images are gone."""
        if each.record:
            page = f"#page={each.page}" if each.page else ""
            return f"{links.record_file(self._case_id, UUID(str(each.record)))}{page}"
        study = self._studies.get(UUID(str(each.series))) if each.series else None
        return links.study_viewer(self._case_id, study) if study else ""


def _group(each: _Stated) -> str:
    return TEST if each.axis == "plan" and each.kind == TEST else each.axis
