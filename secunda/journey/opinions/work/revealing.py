"""Opening the first opinion to somebody whose own view is locked; called inside the actions."""

from collections.abc import Collection

from secunda.engines.pathways import Phase, form_for
from secunda.engines.pathways.languages import OWN
from secunda.journey.cases.models import Case, FirstItem, Party
from secunda.journey.cases.queries import answers_of
from secunda.journey.cases.states import REVIEWERS
from secunda.journey.opinions.models import Opinion, Part, TieBreak
from secunda.journey.opinions.rules import asking, citing, comparing, continuing, differing, proposing
from secunda.journey.opinions.states import PathState
from secunda.journey.records.queries import content_of


def reveal(opinion: Opinion) -> None:
    """Lift the author's blindfold, and lay the first opinion out to be compared."""
    case = opinion.case
    parties = Party.objects.filter(case=case, person=opinion.author_id, role__in=REVIEWERS, blind=True)
    parties.update(blind=False)
    form = asking.asked(
        form_for(content_of(case, OWN), case.pathway), Phase.COMPARE, answers_of(case), _first_rows(case)
    )
    form = citing.with_citations(proposing.with_relation_fields(form))
    carried = carried_over(opinion, Phase.COMPARE, form)
    Part.objects.create(
        opinion=opinion, phase=Phase.COMPARE, form=form, answers=asking.with_given(form, carried)
    )


def carried_over(opinion: Opinion, phase: Phase, form: asking.Asked) -> dict[str, object]:
    """What the author wrote in their own partial opinion, for the same questions of the final one."""
    before = opinion.replaces
    if before is None or before.author_id != opinion.author_id:
        return {}
    part = before.parts.get(phase=phase)
    return continuing.carried(form, part.form, part.answers)


def was_settled(opinion: Opinion, because: Collection[str]) -> bool:
    """Whether the path of the partial opinion has settled all that a final one differs in (clinical.md 6.6:
    no more than one reader and one panel for a question).
    """
    path = TieBreak.objects.filter(opinion=opinion.replaces_id, state=PathState.ENDED).first()
    return path is not None and set(because) <= set(path.because)


def weighs_first(opinion: Opinion) -> bool:
    """Whether the author is asked to weigh two views before the first opinion opens as such.

    The path's row is held to the end of the transaction, so that it cannot end between this and the lock.
    """
    path = TieBreak.objects.select_for_update().filter(opinion__case=opinion.case_id).first()
    return path is not None and differing.weighs(opinion.role, path.state)


def reveal_to_the_rest(path: TieBreak) -> None:
    """Open the first opinion to everybody who has locked their view and is not asked to weigh any more."""
    locked = Opinion.objects.filter(
        case=path.opinion.case_id, parts__phase=Phase.BLIND, parts__locked_at__isnull=False
    )
    for opinion in locked.select_related("case"):
        if not differing.weighs(opinion.role, path.state) and opinion.parts.count() == 1:
            reveal(opinion)


def path_state(opinion: Opinion) -> str | None:
    """Where the path of an opinion stands; None where it has none."""
    return TieBreak.objects.filter(opinion=opinion).values_list("state", flat=True).first()


def _first_rows(case: Case) -> dict[str, asking.Rows]:
    """One row for each first diagnosis, plan item and question of the patient; only what was stated."""
    items = FirstItem.objects.filter(opinion__case=case)
    return {
        comparing.DIAGNOSES: [
            _stated(dx_first=item.text, dx_first_code=item.code, dx_first_certainty=item.certainty)
            for item in items.filter(axis="diagnosis")
        ],
        comparing.PLAN: [
            _stated(
                pi_text=item.text,
                pi_kind=item.kind,
                pi_date=item.planned_for.isoformat() if item.planned_for else "",
            )
            for item in items.filter(axis="plan")
        ],
        "answers": [_stated(an_question=question.text) for question in case.questions.all()],
    }


def _stated(**fields: str) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}
