"""Whatever people do, in whatever order: blind stays blind, locked stays locked, and no question is lost."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.opinions import queries
from secunda.journey.opinions.actions import (
    begin_opinion,
    lock_blind_view,
    release_opinion,
    save_draft,
    sign_opinion,
    waive_path,
    weigh,
)
from secunda.journey.opinions.models import Ballot, Opinion, Part, TieBreak
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, agree, make_case, sign_in
from tests.integration.opinions.differing import joins
from tests.integration.opinions.filling import NOT_NEEDED, filled, in_review

pytestmark = pytest.mark.django_db
FIRST_WORDS = ("Grade Group 2", "prostatectomy", "Carrow", "South Bank", "Is it safe to watch it")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
WHO = st.sampled_from(["expert", "reader"])
PAGES = ("read", "lock", "first", "compare", "check", "sign", "weigh", "panel", "document")


class TwoReaders(RuleBasedStateMachine):
    """An expert and a second reader of one case do anything at all; a refusal is an answer."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.minutes = 0
        self.case = in_review(make_case(self.cast), self.cast.rao)
        agree(self.case, self.cast.amina, "doing_the_opinion")
        for sign, title in (("yes", "Letter of Mr Carrow"), ("unknown", "Note of the prostatectomy")):
            item = Item.objects.create(case=self.case, name=f"{title}.pdf", received_at=NOW)
            Record.objects.create(
                id=item.id,
                case=self.case,
                item=item,
                kind="lab_report",
                title=title,
                belongs="same",
                reveals=sign,
            )
        quist = Account.objects.filter(email="quist@example.org").first()
        if quist is None:
            quist = joins(self.case, self.cast, "Dr Maud Quist", Role.SECOND_READER)
        else:
            in_review(self.case, quist, role=Role.SECOND_READER)
        self.people = {"expert": self.cast.rao, "reader": quist}
        self.locked: dict[str, str] = {}
        for who in self.people:
            self.begin(who)

    def tries(self, act: Callable[[Opinion], object], who: str) -> None:
        """One act on one's own opinion, a minute later than the last."""
        self.minutes += 1
        opinion = Opinion.objects.select_related("case").filter(case=self.case, author=self.of(who).person)
        with suppress(Refused, Hidden):
            for each in opinion:
                act(each)

    def of(self, who: str) -> Account:
        return self.people[who]

    @property
    def at(self) -> datetime:
        return NOW + timedelta(minutes=self.minutes)

    @rule(who=WHO)
    def goes_on(self, who: str) -> None:
        """The next right step: lock a complete view, or sign a complete comparison that differs."""
        if self.has_locked(who):
            self.fill(who, "compare", differs=True)
            self.sign(who)
        else:
            self.fill(who, "blind", differs=False)
            self.lock(who)

    @rule(who=WHO)
    def begin(self, who: str) -> None:
        with suppress(Refused):
            begin_opinion(Case.objects.get(pk=self.case.pk), by=self.of(who), at=self.at)

    @rule(
        who=WHO,
        phase=st.sampled_from(["blind", "compare"]),
        answers=st.dictionaries(
            st.sampled_from(["safe_wait", "coi", "diagnoses", "answers"]), WORDS, max_size=3
        ),
        off=st.integers(-1, 1),
    )
    def type_anything(self, who: str, phase: str, answers: dict[str, str], off: int) -> None:
        def save(opinion: Opinion) -> None:
            part = queries.part_of(opinion, phase)
            save_draft(part, answers, part.revision + off, by=self.of(who), at=self.at)

        self.tries(save, who)

    @rule(who=WHO, phase=st.sampled_from(["blind", "compare"]), differs=st.booleans())
    def fill(self, who: str, phase: str, *, differs: bool) -> None:
        def save(opinion: Opinion) -> None:
            part = queries.part_of(opinion, phase)
            plan = NOT_NEEDED if differs and phase == "compare" else None
            save_draft(part, filled(part.form, plan), part.revision, by=self.of(who), at=self.at)

        self.tries(save, who)

    @rule(who=WHO)
    def lock(self, who: str) -> None:
        self.tries(lambda opinion: lock_blind_view(opinion, by=self.of(who), at=self.at), who)

    @rule(who=WHO)
    def sign(self, who: str) -> None:
        self.tries(lambda opinion: sign_opinion(opinion, by=self.of(who), at=self.at), who)

    @rule(who=WHO, choice=st.sampled_from(["a", "b", "neither", "first"]))
    def weigh(self, who: str, choice: str) -> None:
        for path in self.paths():
            self.tries(lambda _, path=path: weigh(path, choice, "Because.", by=self.of(who), at=self.at), who)

    @precondition(lambda self: self.paths())
    @rule()
    def waive(self) -> None:
        for path in self.paths():
            with suppress(Refused):
                waive_path(path, "It cannot wait.", by=self.cast.carlos, at=self.at)

    @rule()
    def release(self) -> None:
        self.tries(lambda opinion: release_opinion(opinion, by=self.cast.carlos, at=self.at), "expert")

    @rule(who=WHO, page=st.sampled_from(PAGES))
    def look(self, who: str, page: str) -> None:
        shown = self.browser(who).get(f"/reviews/{self.case.id}/{page}")
        told = b"".join(shown) if shown.streaming else shown.content  # type: ignore[attr-defined]
        if not self.has_locked(who):
            assert not [words for words in FIRST_WORDS if words.encode() in told], page

    @invariant()
    def nobody_who_has_not_locked_sees_the_first_opinion(self) -> None:
        for who in self.people:
            if not self.has_locked(who):
                assert Party.objects.get(case=self.case, person=self.of(who).person).blind
                shown = self.everything_shown(who)
                assert not [words for words in FIRST_WORDS if words in shown]

    @invariant()
    def what_is_locked_or_cast_never_changes(self) -> None:
        parts = Part.objects.filter(opinion__case=self.case, locked_at__isnull=False).values()
        ballots = Ballot.objects.filter(tie_break__opinion__case=self.case).values()
        now = {str(each["id"]): json.dumps(each, sort_keys=True, default=str) for each in (*parts, *ballots)}
        assert now.items() >= self.locked.items()
        self.locked = now

    @invariant()
    def no_question_is_dropped(self) -> None:
        asked = list(self.case.questions.values_list("text", flat=True))
        for part in Part.objects.filter(opinion__case=self.case, phase="compare"):
            assert [row.get("an_question") for row in part.answers["answers"]][: len(asked)] == asked

    @invariant()
    def nothing_is_released_with_an_open_difference(self) -> None:
        if any(path.state != "ended" for path in self.paths()):
            assert not Opinion.objects.filter(case=self.case, released_at__isnull=False).exists()

    def paths(self) -> list[TieBreak]:
        found = TieBreak.objects.filter(opinion__case=self.case)
        return list(found.select_related("opinion__case__service", "opinion__case__patient"))

    def has_locked(self, who: str) -> bool:
        parts = Part.objects.filter(opinion__case=self.case, opinion__author=self.of(who).person)
        return parts.filter(phase="blind", locked_at__isnull=False).exists()

    def browser(self, who: str) -> Client:
        client = sign_in(self.of(who))
        client.raise_request_exception = False
        return client

    def everything_shown(self, who: str) -> str:
        """All that the queries of this step hand to the reviewer."""
        case, by, at = Case.objects.get(pk=self.case.pk), self.of(who), self.at
        room = queries.reading_room(case, by=by, at=at)
        parts = [part.form | part.answers for part in (room.blind_part, room.compare_part) if part]
        shown = [repr(room.file), repr(queries.in_progress(by, at=at)), json.dumps(parts)]
        for query in (queries.first_opinion, queries.released_opinion, queries.difference):
            with suppress(Hidden):
                shown.append(repr(query(case, by=by, at=at)))
        return "\n".join(shown)


def test_no_sequence_of_acts_breaks_the_blind_the_lock_or_the_hold(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TwoReaders, "cast", cast, raising=False)
    run_state_machine_as_test(
        TwoReaders,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_after_the_lock_the_first_opinion_is_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words looked for above are those that the queries do show once the view is locked."""
    monkeypatch.setattr(TwoReaders, "cast", cast, raising=False)
    story = TwoReaders()
    story.fill("expert", "blind", differs=False)
    story.lock("expert")
    shown = story.everything_shown("expert")
    assert [words for words in FIRST_WORDS if words not in shown] == []
    story.fill("expert", "compare", differs=True)
    story.sign("expert")
    story.fill("reader", "blind", differs=False)
    story.lock("reader")
    story.weigh("reader", "neither")
    assert [path.state for path in story.paths()] == ["panel_due"]
    story.what_is_locked_or_cast_never_changes()
    assert len(story.locked) == 4, "three locked parts and a ballot are watched"
