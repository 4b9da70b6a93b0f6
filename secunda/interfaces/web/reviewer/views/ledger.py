"""The tests that an expert proposes, each beside what the file holds of it, and the trials of a register."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from secunda.engines.pathways.ledger import Equal, changes_nothing, equal_results
from secunda.foundation.content import catalogue, kept_text
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.queries import own_opinion, part_of, terms_register, trials_register
from secunda.journey.records.queries import doses_in, held_results

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class LedgerLine:
    """One proposed test: what it would change, what it costs the patient, and what the file holds of it."""

    name: str
    decision: str
    changes: str
    dose: float | None
    invasive: str
    cost: str
    idle: bool
    equals: tuple[Equal, ...]
    unsaid: bool
    """Whether the form says "not done before" while the file holds an equal result."""


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def ledger(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every further test of the draft, with equal results that the file holds, and the doses so far."""
    part = part_of(own_opinion(visit.case, by=visit.by), "blind")
    held = held_results(visit.case, visit.standing)
    examinations = catalogue().files.examinations.examinations
    words = _choices(part.form)
    lines = []
    for row in part.answers.get("further_tests") or []:
        equals = tuple(
            equal_results(
                str(row.get("ft_name") or ""),
                str(row.get("ft_code") or ""),
                held,
                examinations,
                visit.at.date(),
            )
        )
        lines.append(_line(row, words, equals))
    shown = {"case": visit.case, "lines": lines, "doses": doses_in(visit.case, visit.standing), "age": _age}
    return page(request, "reviewer/ledger.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def trials(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Search the register of trials that this service keeps."""
    asked, place = request.GET.get("words", "").strip(), request.GET.get("place", "").strip()
    register = trials_register()
    shown = {
        "case": visit.case,
        "words": asked,
        "place": place,
        "kept": register is not None,
        "found": register.search(asked, place) if register and asked else [],
    }
    return page(request, "reviewer/trials.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def terms(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Search the terms for signs that this service keeps; Enter puts one into the form."""
    asked = request.GET.get("words", "").strip()
    register = terms_register()
    shown = {
        "case": visit.case,
        "words": asked,
        "kept": register is not None,
        "version": register.version if register else "",
        "found": register.search(asked) if register and asked else [],
    }
    return page(request, "reviewer/terms.html", shown)


def _line(row: dict[str, Any], words: dict[str, dict[str, str]], equals: tuple[Equal, ...]) -> LedgerLine:
    def said(name: str) -> str:
        value = str(row.get(name) or "")
        return kept_text(words.get(name, {}).get(value, value)) if value else ""

    decision = str(row.get("ft_decision") or "")
    dose = row.get("ft_radiation_msv")
    return LedgerLine(
        name=str(row.get("ft_name") or ""),
        decision=said("ft_decision"),
        changes=str(row.get("ft_changes_plan") or ""),
        dose=dose if isinstance(dose, int | float) else None,
        invasive=said("ft_invasive"),
        cost=said("ft_cost"),
        idle=changes_nothing(decision, str(row.get("ft_changes_plan") or "")),
        equals=equals[:8],
        unsaid=bool(equals) and row.get("ft_already_done") in (None, "", "no"),
    )


def _choices(form: dict[str, Any]) -> dict[str, dict[str, str]]:
    section = next((each for each in form["sections"] if each["id"] == "further_tests"), None)
    return {each["id"]: dict(each["choices"]) for each in section["fields"]} if section else {}


def _age(days: int | None) -> tuple[str, int]:
    """An age in the unit that people use: days, months or years."""
    if days is None:
        return "unknown", 0
    if days < 60:
        return "days", max(days, 0)
    return ("months", round(days / 30.44)) if days < 730 else ("years", round(days / _DAYS_A_YEAR))
