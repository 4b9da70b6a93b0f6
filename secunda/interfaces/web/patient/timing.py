"""What several pages of one case say about time."""

from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.timing import verdict_words
from secunda.journey.cases.queries import measures_of
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.waiting.queries import clocks, plan_of


def time_of(visit: CaseVisit) -> dict[str, object]:
    """Whether the report comes in time, and "do not wait for us" where that was said."""
    content, found = clocks(), plan_of(visit.case, visit.at)
    says, tone = verdict_words(content, found)
    waits = Way.DO_NOT_WAIT not in measures_of(visit.case)
    return {"time_says": says, "time_tone": tone, "do_not_wait": "" if waits else content.words.do_not_wait}
