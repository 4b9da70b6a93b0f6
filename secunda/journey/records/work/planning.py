"""Which studies a case has: one plan for each study number, of what can be shown; and whose images are."""

from dataclasses import replace

from secunda.engines.intake.casefile import CaseFile, Who
from secunda.engines.intake.casefile import Study as FiledStudy
from secunda.engines.intake.reading import ProblemCode, Reading
from secunda.journey.records.work.judging import study_whose
from secunda.journey.records.work.laying_out import Desk
from secunda.journey.records.work.studies import StudyPlan


def study_plans(made: CaseFile, desk: Desk) -> list[StudyPlan]:
    """One plan for each study number: of two people with one number, only the patient's becomes a study."""
    plans: dict[str, StudyPlan] = {}
    whole = [study for study in map(_readable, made.studies) if study.series]
    judged = [(study, *study_whose(study, desk)) for study in whole]
    for study, who, because in sorted(judged, key=lambda each: list(Who).index(each[1])):
        plan = StudyPlan(study, who, because, desk.case.pathway, desk.first)
        before = plans.setdefault(plan.uid, plan)
        if before is not plan and before.who is who:
            before.more.append(study)
    return list(plans.values())


def whose_images(made: CaseFile, desk: Desk) -> dict[str, Who]:
    """By the label of each image: whose it is. Also of those that no study shows, as the same one again."""
    found: dict[str, Who] = {}
    for study in made.studies:
        who = study_whose(study, desk)[0]
        for series in study.series:
            found |= dict.fromkeys((reading.path for reading in series.instances), who)
    return found


def _readable(study: FiledStudy) -> FiledStudy:
    """The study without objects that are too damaged to show; their files say so themselves."""
    kept = [replace(series, instances=tuple(filter(_whole, series.instances))) for series in study.series]
    return replace(study, series=tuple(series for series in kept if series.instances))


def _whole(reading: Reading) -> bool:
    one = reading.dicom
    named = one is not None and bool(one.study_uid and one.series_uid and one.sop_instance_uid)
    return reading.readable and (named or ProblemCode.CORRUPT not in reading.codes())
