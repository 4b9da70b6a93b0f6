"""What the case file still lacks, what was said about it, and whether it can be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from secunda.engines.pathways import (
    Answerable,
    Catalogue,
    Evaluation,
    Missing,
    Need,
    Wanted,
    questions_to_ask,
)
from secunda.engines.words import Words, say
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import consents_in_force, is_partial, measures_of, today_of
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.records.models import GapAnswer, RecordRequest
from secunda.journey.records.queries.doubts import doubts_to_answer
from secunda.journey.records.queries.evaluated import content_of, evaluation_of, facts_of
from secunda.journey.records.queries.shoebox import progress
from secunda.journey.records.rules import Readiness

_FREE_TEXT = frozenset({"text", "list_text"})
# Gaps that only a question of the patient makes: the checklist of the pathway does not ask for them.
FOR_A_QUESTION = "asked-"


@dataclass(frozen=True)
class GapLine:
    """A missing record, and what was said about it so far. `can_be_typed`: the family may write it here.

    `request`: the letter that asks a hospital for it, where one has gone and is not answered.
    """

    missing: Missing
    answer: str = ""
    because: str = ""
    can_be_typed: bool = False
    request: RecordRequest | None = None

    @property
    def item(self) -> str:
        """Its id in the pathway's checklist."""
        return self.missing.item

    @property
    def waived(self) -> bool:
        """Whether a coordinator decided to go on without it."""
        return self.answer == "waived"

    @property
    def must(self) -> bool:
        """Whether the case cannot be accepted without it, unless it is waived."""
        return self.missing.need is Need.MUST and not self.waived


@dataclass(frozen=True)
class NeededFor:
    """A record that a question needs or that would help, and the gap under which it can be got, if any."""

    wanted: Wanted
    gap: str


@dataclass(frozen=True)
class AskedQuestion:
    """One question of the patient: answerable now, with these limits, or only with these records.

    `ask`: questions to the family whose answers decide whether more is needed.
    """

    answerable: Answerable
    needs: tuple[NeededFor, ...]
    limits: tuple[NeededFor, ...]
    ask: tuple[str, ...]


def gaps_of(case: Case, at: datetime, found: Evaluation | None = None) -> list[GapLine]:
    """What the checklist and the patient's questions lack, needed ones first, with what was said of each.

    `found`: the evaluation of the case, where the caller has it.
    """
    content = content_of(case)
    found = found or evaluation_of(case, at)
    missing = found.gaps.missing if found.gaps else ()
    said: dict[str, GapAnswer] = {answer.document: answer for answer in case.gap_answers.all()}
    asked = {item: one for one in case.record_requests.filter(settled_at__isnull=True) for item in one.items}
    return [
        GapLine(
            each,
            said[each.item].answer if each.item in said else "",
            said[each.item].because if each.item in said else "",
            can_be_typed="patient_typed" in content.documents[each.document].kinds,
            request=asked.get(each.item),
        )
        for each in (*missing, *_for_questions(content, missing, _own_questions(case, found)))
    ]


def questions_of(
    case: Case, at: datetime, lines: Iterable[GapLine], found: Evaluation | None = None
) -> list[AskedQuestion]:
    """Each question that the patient asks, and whether an expert can answer it from what is here."""
    content = content_of(case)
    found = found or evaluation_of(case, at)
    by_document = {document: line.item for line in lines for document in _documents(content, case, line)}
    return [
        AskedQuestion(
            each,
            tuple(_needed(wanted, by_document) for wanted in each.needs),
            tuple(_needed(wanted, by_document) for wanted in each.limits),
            tuple(content.questions[name].text for name in each.ask if name in content.questions),
        )
        for each in _own_questions(case, found)
    ]


def questions_about_gaps(case: Case, at: datetime, found: Evaluation | None = None) -> tuple[str, ...]:
    """The questions, in words, whose answers decide whether more records are needed."""
    content = content_of(case)
    found = found or evaluation_of(case, at)
    ask = found.gaps.ask if found.gaps else ()
    return tuple(content.questions[name].text for name in ask)


def readiness(case: Case, at: datetime, found: Evaluation | None = None) -> Readiness:
    """What is still open, for the family before sending and for the coordinator before accepting."""
    content, facts = content_of(case), facts_of(case, at)
    found = found or evaluation_of(case, at)
    asked = [
        question.id
        for question in questions_to_ask(content, facts, today_of(case, at))
        if not question.optional and question.type not in _FREE_TEXT and facts.get(question.id) is None
    ]
    open_questions = dict.fromkeys([*asked, *(name for name in found.must_ask if name in content.questions)])
    agreed = {consent.what for consent in consents_in_force(case, at)}
    # A partial opinion was agreed: it is formed on what is here, and says what is missing.
    partial = Way.PARTIAL in measures_of(case)
    return Readiness(
        unread=progress(case).unread,
        doubts=doubts_to_answer(case),
        questions=[content.questions[name].text for name in open_questions],
        consents=[
            text.label for text in content.files.consent.statements if text.required and text.id not in agreed
        ],
        missing=[] if partial else [line.missing.label for line in gaps_of(case, at, found) if line.must],
        stop=found.says[0] if found.stopped and found.says else "",
    )


@dataclass(frozen=True)
class Without:
    """A record that an opinion was formed without: what it is, and why; empty where it was never done."""

    label: str
    because: str

    @property
    def words(self) -> Words:
        """Both in one line, for patients and doctors."""
        if not self.because:
            return say("%(record)s: this was never done.", record=self.label)
        return say("%(record)s: %(because)s", record=self.label, because=self.because)


def formed_without(case: Case, at: datetime) -> list[Without]:
    """What a coordinator went on without, with the reason, and what was never done, at this moment.

    A partial opinion is formed without everything that is needed and not here.
    """
    partial, every = is_partial(case, at), gaps_of(case, at)
    settled = [line for line in every if line.answer in {"waived", "never_done"}]
    missing = [line for line in every if partial and line.must and line not in settled]
    not_here = gettext("it was not here when the partial opinion was formed.")
    return [
        *(Without(line.missing.label, line.because) for line in settled),
        *(Without(line.missing.label, not_here) for line in missing),
    ]


def _own_questions(case: Case, found: Evaluation) -> tuple[Answerable, ...]:
    """What the patient asks; without a question of theirs the evaluation speaks of every kind of question."""
    return found.answerable if case.questions.all() else ()


def _for_questions(
    content: Catalogue, missing: Iterable[Missing], asked: Iterable[Answerable]
) -> Iterable[Missing]:
    """What a question of the patient cannot be answered without and no checklist asks for, each once."""
    known = {each.document for each in missing}
    for question in asked:
        for wanted in question.needs:
            if known.isdisjoint(wanted.documents):
                document = content.documents[wanted.documents[0]]
                known.add(document.id)
                yield Missing(
                    item=f"{FOR_A_QUESTION}{document.id}",
                    document=document.id,
                    label=wanted.label,
                    need=Need.SHOULD,
                    reason=wanted.reason,
                    why=wanted.why,
                    help=wanted.how,
                    max_age_days=wanted.max_age_days,
                    courier=document.courier,
                )


def _documents(content: Catalogue, case: Case, line: GapLine) -> Iterable[str]:
    """The documents that would close a gap."""
    pathway = content.pathways.get(case.pathway)
    items = pathway.checklist if pathway else ()
    accepted = next((item.any_of for item in items if item.id == line.item), ())
    return accepted or (line.missing.document,)


def _needed(wanted: Wanted, by_document: dict[str, str]) -> NeededFor:
    return NeededFor(wanted, next((by_document[one] for one in wanted.documents if one in by_document), ""))
