"""What happens behind a story about a difference, done by the same actions as the pages do it.

`python -m tests.browser.backstage prepares` writes the expert's independent view of David's case but for its
end, and keeps two text blocks; `differ` brings David's case to a signed opinion that differs, with more
readers in the service; `joins` brings one more reader to the rare case; `reads NAME` lets one who was asked
come in and write their view; `votes NAME SIDE` locks it and casts their vote.
"""

import json
import sys

import django
from django.utils import timezone

BLOCKS = {
    "Change my mind": "A biopsy that shows grade group 3 or more.",
    "Team did well": "The first team worked fast, and their letters are clear.",
}
TEAM = ("Dr Maud Quist", "Dr Ada Penn", "Dr Otto Quay", "Dr Ines Roth")


# What the prepared view leaves for the expert to say.
LEFT = ("change_my_mind", "overall_confidence")


def prepares() -> dict[str, object]:
    """The expert has written all but the end of their view, and keeps two text blocks."""
    from secunda.engines.pathways import load_demo_cases
    from secunda.interfaces.operations.demo.opining import written
    from secunda.journey.cases.states import Role
    from secunda.journey.opinions.actions import keep_block, save_draft
    from secunda.journey.opinions.models import Opinion
    from tests.browser.opining import CLINICAL

    opinion = Opinion.objects.select_related("case__service", "author__account").get(
        case__patient__name="David Osei", role=Role.EXPERT
    )
    by = opinion.author.account
    part = opinion.parts.get(phase="blind")
    said = written(load_demo_cases(CLINICAL)["oncology"], timezone.now().date()).blind
    answers = {name: value for name, value in said.items() if name not in LEFT}
    answers["docs_seen"] = part.answers["docs_seen"]
    save_draft(part, answers, part.revision, by=by, at=timezone.now())
    for name, text in BLOCKS.items():
        keep_block(name, text, by=by, at=timezone.now())
    return {"case": str(opinion.case_id), "expert": opinion.author.name}


def differ() -> dict[str, object]:
    """The expert's view is locked, compared and signed; four more urologists are there, no panel yet."""
    from secunda.foundation.people.demo import demo_link
    from secunda.journey.cases.states import Role
    from secunda.journey.matching.models import Offer
    from secunda.journey.opinions.actions import lock_blind_view, save_draft, sign_opinion
    from secunda.journey.opinions.models import Opinion
    from tests.integration.opinions.differing import reader
    from tests.integration.opinions.filling import NOT_NEEDED, filled

    opinion = Opinion.objects.select_related("case__service", "author__account").get(
        case__patient__name="David Osei", role=Role.EXPERT
    )
    case, by = opinion.case, opinion.author.account
    if opinion.parts.get(phase="blind").locked_at is None:
        _complete(opinion, by)
        lock_blind_view(opinion, by=by, at=timezone.now())
    part = opinion.parts.get(phase="compare")
    save_draft(part, filled(part.form, NOT_NEEDED), part.revision, by=by, at=timezone.now())
    sign_opinion(opinion, by=by, at=timezone.now())
    links = {name: demo_link(reader(case.service, name)) for name in TEAM}
    for panellist in case.parties.filter(role=Role.PANELLIST):
        panellist.until = timezone.now()
        panellist.save()
    for offer in Offer.objects.filter(case=case, answer=""):
        Offer.objects.answer(offer.pk, "taken_back", at=timezone.now())
    return {"case": str(case.id), "links": links}


def joins() -> dict[str, object]:
    """One more reader comes to the rare case, and begins a view of their own."""
    from secunda.foundation.people.demo import demo_link
    from secunda.journey.cases.models import Case, Party
    from secunda.journey.cases.states import Role
    from secunda.journey.opinions.actions import begin_opinion
    from tests.integration.opinions.differing import reader

    case = Case.objects.select_related("service").get(patient__name="Ana Pereira")
    by, now = reader(case.service, "Dr Nora Field"), timezone.now()
    Party.objects.create(
        case=case, person=by.person, role=Role.SECOND_READER, basis="offer", since=now, blind=True
    )
    begin_opinion(case, by=by, at=now)
    return {"case": str(case.id), "links": {"Dr Nora Field": demo_link(by)}}


def reads(name: str) -> None:
    """They say yes, and their own view is written down, not locked."""
    from secunda.journey.cases.models import Case
    from secunda.journey.matching.actions import accept_offer
    from secunda.journey.matching.models import Offer
    from secunda.journey.matching.rules import DECLARATIONS
    from secunda.journey.opinions.actions import begin_opinion

    offer = Offer.objects.filter(expert__person__name=name, answer="").first()
    by = _account(name)
    if offer is not None:
        declared = dict.fromkeys(DECLARATIONS, True)
        accept_offer(offer, interests="None", declared=declared, by=by, at=timezone.now())
    case = Case.objects.get(patient__name="David Osei")
    _complete(begin_opinion(case, by=by, at=timezone.now()), by)


def votes(name: str, side: str) -> None:
    """They lock their view, and come closer to one side."""
    from secunda.journey.opinions.actions import lock_blind_view, weigh
    from secunda.journey.opinions.models import Opinion, TieBreak
    from tests.integration.opinions.differing import choice_for, fresh

    by = _account(name)
    opinion = Opinion.objects.select_related("case").get(author=by.person, case__patient__name="David Osei")
    lock_blind_view(opinion, by=by, at=timezone.now())
    path = fresh(TieBreak.objects.get(opinion__case=opinion.case))
    words = f"{name} thinks that it can wait."
    weigh(path, choice_for(path, by, side), words, by=by, at=timezone.now())


def _complete(opinion, by) -> None:  # type: ignore[no-untyped-def]
    from secunda.journey.opinions.actions import save_draft
    from tests.integration.opinions.filling import filled

    part = opinion.parts.get(phase="blind")
    save_draft(part, filled(part.form), part.revision, by=by, at=timezone.now())


def _account(name: str):  # type: ignore[no-untyped-def]
    from secunda.foundation.people.models import Account

    return Account.objects.get(person__name=name)


if __name__ == "__main__":
    django.setup()
    acts = {"prepares": prepares, "differ": differ, "joins": joins, "reads": reads, "votes": votes}
    done = acts[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(done))
