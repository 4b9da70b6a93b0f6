"""Rules: names that somebody asks, answers that are allowed, ids that are given once."""

from collections.abc import Iterable, Iterator

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.checking.finding import Finding
from secunda.engines.pathways.clocks import NEVER_STOPPED, Ticking
from secunda.engines.pathways.facts import DERIVED_FROM, GIVEN
from secunda.engines.pathways.levels import GuardLevel, Pathway
from secunda.engines.pathways.nodes import nearest
from secunda.engines.pathways.rules import Rule


def rules_of(catalogue: Catalogue) -> Iterator[tuple[str, str, Rule]]:
    """Every rule over patients' facts: where it stands, whose it is, and the rule."""
    files = catalogue.files
    items = [item for group in files.checklists.checklists.values() for item in group]
    sections = [section for form in files.forms.values() for section in form.sections]
    guards, topics = files.delay_guards.guards, files.answering.topics
    owned: list[tuple[str, str, Rule | None]] = [
        *((module.where, f"module {name}", module.when) for name, module in catalogue.modules.items()),
        *((question.where, question.id, question.ask_when) for question in catalogue.questions.values()),
        *((reason.where, reason.id, reason.when) for reason in files.eligibility.rules),
        *((guard.where, guard.id, guard.when) for guard in guards),
        *((guard.where, guard.id, guard.only_if) for guard in guards),
        *((item.where, item.id, item.when) for item in items),
        *((section.where, section.id, section.when) for section in sections),
        *((each.where, topic.id, each.when) for topic in topics for each in (*topic.needs, *topic.helps)),
    ]
    return ((where, owner, rule) for where, owner, rule in owned if rule is not None)


def rules(catalogue: Catalogue) -> Iterator[Finding]:
    """Rules that name what nobody asks, or compare it with what is no answer."""
    known = {*catalogue.questions, *DERIVED_FROM, *GIVEN}
    for where, owner, rule in rules_of(catalogue):
        for name in rule.names:
            if name not in known:
                meant = nearest(name, known) or " Check its spelling."
                yield Finding(where, f"{owner}: `{name}` is not a question that anybody asks.{meant}")
        for name, value in rule.comparisons:
            question = catalogue.questions.get(name)
            if question and not question.allows(value):
                answers = ", ".join(question.answers)
                meant = nearest(str(value), question.answers)
                yield Finding(
                    where, f"{owner}: `{value}` is not an answer to `{name}`.{meant} Use: {answers}."
                )
            if name == "pathway" and not set(value if isinstance(value, list) else [value]) <= set(Pathway):
                yield Finding(where, f"{owner}: `{value}` is not a pathway. Use: {', '.join(Pathway)}.")


def unique_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """Ids that are given twice."""
    files = catalogue.files
    groups: tuple[Iterable[tuple[str, str]], ...] = (
        ((flag.id, flag.where) for flag in files.red_flags.flags),
        ((rule.id, rule.where) for rule in files.eligibility.rules),
        ((guard.id, guard.where) for guard in files.delay_guards.guards),
        ((document.id, document.where) for document in files.documents.documents),
        ((condition.id, condition.where) for condition in files.conditions.conditions),
        ((statement.id, statement.where) for statement in files.consent.statements),
        ((topic.id, topic.where) for topic in files.answering.topics),
        ((each.id, each.where) for each in files.diagnoses.diagnoses),
        ((each.id, each.where) for each in files.examinations.examinations),
        ((hazard.id, hazard.where) for hazard in files.hazards.hazards),
        ((each.id, each.where) for each in files.critical_findings.classes),
        ((each.id, each.where) for each in files.critical_findings.ladders),
        ((each.id, each.where) for each in files.critical_findings.watch),
        ((form, term.where) for term in files.glossary.terms for form in term.forms),
    )
    for group in groups:
        seen: dict[str, str] = {}
        for name, where in group:
            if name in seen:
                yield Finding(where, f"`{name}` is already at {seen[name]}. Give it another name.")
            seen.setdefault(name, where)


def modules(catalogue: Catalogue) -> Iterator[Finding]:
    """Groups of questions that nobody asks, and guards of groups that there are not."""
    for name in catalogue.files.questions.questions.keys() - catalogue.modules.keys():
        yield Finding(catalogue.files.questions.where, f"nobody says when to ask the questions of `{name}`.")
    for guard in catalogue.files.delay_guards.guards:
        if guard.module not in catalogue.modules:
            yield Finding(guard.where, f"{guard.id}: `{guard.module}` is not a module of questions.")


def self_check(catalogue: Catalogue) -> Iterator[Finding]:
    """Questions of the public pages that are not in the bank."""
    content = catalogue.files.self_check
    for name in content.questions:
        if name not in catalogue.questions:
            yield Finding(content.where, f"`{name}` is not a question of questions.yaml.")


def service_levels(catalogue: Catalogue) -> Iterator[Finding]:
    """Levels without a promise, and guards without a last one."""
    guards = catalogue.files.delay_guards
    for level in GuardLevel:
        if level not in guards.service_levels:
            yield Finding(guards.where, f"`service_levels` says nothing of `{level}`.")
    if not any(guard.fallback for guard in guards.guards):
        yield Finding(guards.where, "one guard must be the `fallback`, for cases where no other holds.")


def clocks(catalogue: Catalogue) -> Iterator[Finding]:
    """Steps that do not add up to the promise of their level, holds that stop what must never stand still,
    and clocks without a ladder.
    """
    time = catalogue.files.clocks
    for level, promised in catalogue.files.delay_guards.service_levels.items():
        if promised.report_days is not None and (
            level not in time.paces or time.paces[level].report_days != promised.report_days
        ):
            yield Finding(time.where, f"the steps of `{level}` must add up to {promised.report_days} days.")
    for hold in time.holds:
        if never := NEVER_STOPPED.intersection(hold.stops):
            yield Finding(hold.where, f"{hold.id}: no hold stops `{min(never)}`.")
    for missing in set(Ticking) - {ladder.clock for ladder in time.ladders}:
        yield Finding(time.where, f"nobody is told when `{missing}` is late: it has no ladder.")


def ladders(catalogue: Catalogue) -> Iterator[Finding]:
    """Ladders that nobody would be told by at once, that go backwards, or that are not there."""
    content = catalogue.files.critical_findings
    for ladder in content.ladders:
        minutes = [rung.after_minutes for rung in ladder.rungs]
        if minutes[:1] != [0] or minutes != sorted(set(minutes)):
            problem = "its rungs must begin at 0 minutes, and each come later than the one before."
            yield Finding(ladder.where, f"{ladder.id}: {problem}")
        for rung in ladder.rungs:
            if not rung.tell:
                yield Finding(rung.where, f"{ladder.id}: this rung tells nobody.")
    known = {ladder.id for ladder in content.ladders}
    for each in content.classes:
        if each.ladder is not None and each.ladder not in known:
            yield Finding(each.where, f"{each.id}: there is no ladder `{each.ladder}`.")
    classes = {each.id for each in content.classes}
    for rule in content.watch:
        if rule.level not in classes:
            yield Finding(rule.where, f"{rule.id}: there is no class `{rule.level}`.")
        if not rule.words and not (rule.result and rule.units):
            yield Finding(rule.where, f"{rule.id}: it needs words, or a result with its units.")
