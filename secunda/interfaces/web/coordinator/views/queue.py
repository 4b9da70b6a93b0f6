"""The queue: one list, by state, sorted by the day that was promised."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.queue import ON_HOLD, PAGE, TABS, Tab, lines, tab_links, tab_named
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.journey.cases import queries
from secunda.journey.records.queries.backlog import gap_counts

# Gaps are of interest while records can still come.
COUNT_GAPS_IN = frozenset({"check", "waiting", "match", ON_HOLD})


@for_staff(Post.COORDINATOR)
def queue(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """One tab of the queue; without a choice, what is to check."""
    tab = tab_named(request.GET.get("state", ""))
    every = queries.queue_of(visit.by, at=visit.at)
    counts, held = queries.counts_by_state(every)
    chosen = queries.on_hold(every) if tab.id == ON_HOLD else queries.in_states(every, tab.states)
    total = held if tab.id == ON_HOLD else sum(counts.get(state, 0) for state in tab.states)
    pages = max(1, -(-total // PAGE))
    number = min(max(_number(request.GET.get("page", "1")), 1), pages)
    waiting = queries.waiting(chosen[(number - 1) * PAGE : number * PAGE])
    gaps = gap_counts([each.case for each in waiting], visit.at) if tab.id in COUNT_GAPS_IN else {}
    shown = {
        "tab": tab,
        "tabs": tab_links(tab, counts, held),
        "lines": lines(waiting, gaps, visit.at),
        "total": total,
        "page": number,
        "pages": pages,
    }
    return desk_page(request, visit, "queue.html", shown)


@require_POST
@for_staff(Post.COORDINATOR)
def find(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Cases whose reference holds what was typed; sent in the body, so that it stands in no address."""
    typed = request.POST.get("reference", "")[:20]
    every = queries.queue_of(visit.by, at=visit.at)
    found = queries.waiting(queries.with_reference(every, typed)[:PAGE]) if typed.strip() else []
    if len(found) == 1:
        return redirect("coordinator:case", found[0].case.id)
    counts, held = queries.counts_by_state(every)
    nothing: Tab | None = None
    shown = {
        "tab": nothing,
        "tabs": tab_links(nothing, counts, held),
        "lines": lines(found, gap_counts([each.case for each in found], visit.at), visit.at),
        "typed": typed,
        "total": len(found),
        "page": 1,
        "pages": 1,
        "first": TABS[0],
    }
    return desk_page(request, visit, "queue.html", shown)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1
