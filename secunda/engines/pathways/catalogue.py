"""All clinical content as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from secunda.engines.pathways.clocks import Clocks
from secunda.engines.pathways.diagnoses import Cues, Diagnoses, Examinations
from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.experts import CodeRanges, Gates, Rubric, Taxonomy
from secunda.engines.pathways.forms import FormFile
from secunda.engines.pathways.hazards import HazardLog
from secunda.engines.pathways.levels import Pathway
from secunda.engines.pathways.outcomes import Enums, FollowUp, Metrics, RollUp, UnbuiltPathways
from secunda.engines.pathways.plain_words import GettingReady, Glossary, RiskWords, WatchWords
from secunda.engines.pathways.questionnaire import Module, Question, Questionnaire
from secunda.engines.pathways.records import (
    ChecklistItem,
    Checklists,
    Document,
    Documents,
    HelpTexts,
    RecordKinds,
)
from secunda.engines.pathways.reference import (
    Quality,
    SecondLooks,
    SignOffs,
    Sources,
    Studies,
    Tools,
    Volumes,
    WaitingTimes,
)
from secunda.engines.pathways.safety import (
    CriticalFindings,
    DelayGuards,
    Eligibility,
    EmergencyDirectory,
    Guard,
    RedFlags,
)
from secunda.engines.pathways.texts import (
    CommonQuestions,
    Conditions,
    ConsentTexts,
    Letters,
    Lint,
    Moments,
    QuestionsToAsk,
    Rights,
    SelfCheck,
)
from secunda.engines.pathways.topics import Answering
from secunda.engines.words import say

# What stands wherever draft content reaches somebody outside a demonstration: pages, papers and files.
NOT_APPROVED = say("Not clinically approved: doctors still have to check the medical content")


@dataclass(frozen=True, kw_only=True)
class Files:
    """One attribute for each content file."""

    enums: Enums
    questions: Questionnaire
    red_flags: RedFlags
    emergency_numbers: EmergencyDirectory
    critical_findings: CriticalFindings
    eligibility: Eligibility
    delay_guards: DelayGuards
    clocks: Clocks
    documents: Documents
    help: HelpTexts
    checklists: Checklists
    kinds: RecordKinds
    conditions: Conditions
    consent: ConsentTexts
    next_steps: Moments
    rights: Rights
    self_check: SelfCheck
    rollup: RollUp
    next_pathways: UnbuiltPathways
    gates: Gates = field(metadata={"folder": "matching"})
    rubric: Rubric = field(metadata={"folder": "matching"})
    taxonomy: Taxonomy = field(metadata={"folder": "matching"})
    icd10_map: CodeRanges = field(metadata={"folder": "matching"})
    letters: Letters = field(metadata={"folder": "report"})
    lint: Lint = field(metadata={"folder": "report"})
    questions_to_ask: QuestionsToAsk = field(metadata={"folder": "report"})
    faq: CommonQuestions = field(metadata={"folder": "report"})
    schedule: FollowUp = field(metadata={"folder": "followup"})
    metrics: Metrics = field(metadata={"folder": "followup"})
    answering: Answering
    watch_words: WatchWords
    hazards: HazardLog
    sources: Sources = field(metadata={"folder": "reference"})
    evidence: Studies = field(metadata={"folder": "reference"})
    waiting_times: WaitingTimes = field(metadata={"folder": "reference"})
    second_looks: SecondLooks = field(metadata={"folder": "reference"})
    quality: Quality = field(metadata={"folder": "reference"})
    signoffs: SignOffs = field(metadata={"folder": "reference"})
    volumes: Volumes = field(metadata={"folder": "matching"})
    tools: Tools = field(metadata={"folder": "followup"})
    glossary: Glossary = field(metadata={"folder": "report"})
    risk_words: RiskWords = field(metadata={"folder": "report"})
    getting_ready: GettingReady = field(metadata={"folder": "report"})
    diagnoses: Diagnoses = field(metadata={"folder": "recognition"})
    examinations: Examinations = field(metadata={"folder": "recognition"})
    cues: Cues = field(metadata={"folder": "recognition"})
    forms: Mapping[str, FormFile] = field(metadata={"every_file_in": "forms"})


@dataclass(frozen=True, slots=True)
class PathwayContent:
    """What one pathway adds to what all pathways share."""

    id: Pathway
    checklist: tuple[ChecklistItem, ...]
    form: FormFile
    questions_to_ask: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """The clinical content of one release. `version` changes when any character of it does."""

    version: str
    files: Files
    questions: Mapping[str, Question]
    module_of: Mapping[str, str]
    modules: Mapping[str, Module]
    documents: Mapping[str, Document]
    pathways: Mapping[str, PathwayContent]

    @cached_property
    def guards(self) -> Mapping[str, Guard]:
        """The delay guards by id."""
        return {guard.id: guard for guard in self.files.delay_guards.guards}

    @cached_property
    def ages(self) -> Mapping[str, Mapping[tuple[str, ...], int]]:
        """For each pathway and each group of documents that a question needs: how old one may be, in days."""
        groups = {each.any for topic in self.files.answering.topics for each in (*topic.needs, *topic.helps)}
        found: dict[str, dict[tuple[str, ...], int]] = {}
        for name, pathway in self.pathways.items():
            for group in groups:
                ages = [item.max_age for item in pathway.checklist if item.doc in group]
                known = [age for age in ages if age is not None]
                if known and len(known) == len(ages):
                    found.setdefault(name, {})[group] = max(known)
        return found

    @property
    def drafts(self) -> tuple[Envelope, ...]:
        """The files without clinical approval."""
        return tuple(file for file in every_file(self.files) if file.status != "approved")

    @property
    def approved(self) -> bool:
        """Whether every file is clinically approved."""
        return not self.drafts


def every_file(files: Files) -> tuple[Envelope, ...]:
    """Every content file, forms included."""
    found: list[Envelope] = []
    for value in vars(files).values():
        found += [value] if isinstance(value, Envelope) else value.values()
    return tuple(found)
