"""What the families say beyond the cases' own files: questions, gaps, and what they are allergic to.

Days are offsets such as `-15d` from the day on which the case is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHARE = "share_with_hospital"
NEEDED = "doing_the_opinion"
AFTERWARDS = "follow_up"


@dataclass(frozen=True)
class Family:
    """What one family answers. `gaps`: what they say of a record that is missing; the rest are not sure.

    `waived`: the records without which a coordinator lets the case go on, each with the reason.
    """

    allergies: str
    answers: Mapping[str, object]
    gaps: Mapping[str, str] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = (NEEDED,)


_NO_OPERATION_YET: dict[str, object] = {
    "nonop_tried": ["none"],
    "nonop_months": 0,
    "main_pain": "none",
    "more_ops_before": "no",
}

FAMILIES: Mapping[str, Family] = {
    "radiology": Family(
        allergies="Penicillin. I had a rash as a child.",
        answers={
            **_NO_OPERATION_YET,
            "gp_visits_no_dx": 0,
            "study_date": "-15d",
            "op_name": "Whipple operation",
            "had_hospital_stay": "no",
            "had_biopsy": "no",
        },
        gaps={"gp_summary": "ask_hospital", "wishes": "never_done"},
        consents=(NEEDED, SHARE, AFTERWARDS),
    ),
    "cardiac": Family(
        allergies="None that we know of.",
        answers={
            "who_for": "other_adult",
            "gp_visits_no_dx": 1,
            "needs_support": "My father speaks Sylheti. He needs an interpreter for calls.",
            "had_hospital_stay": "no",
            "had_angiogram": "yes",
            "rhythm_problem": "no",
            "had_heart_operation": "no",
        },
        gaps={
            "gp_summary": "ask_hospital",
            "stress_test": "never_done",
            "ct_heart": "never_done",
            "mri_heart": "never_done",
            "mdt_outcome": "not_sure",
        },
        consents=(NEEDED, SHARE, AFTERWARDS),
    ),
    "chronic": Family(
        allergies="None. Amlodipine makes my ankles swell.",
        answers={
            "gp_visits_no_dx": 6,
            "treatment_date": "unsure",
            "had_hospital_stay": "no",
            "had_biopsy": "no",
            "body_part_problem": ["other"],
        },
        gaps={"imaging_report": "never_done", "proms": "never_done"},
    ),
    "oncology": Family(
        allergies="None that I know of.",
        answers={
            **_NO_OPERATION_YET,
            "gp_visits_no_dx": 0,
            "op_name": "Robotic removal of the prostate",
            "had_hospital_stay": "no",
            "tumour_removed": "no",
            "had_operation": "no",
            "had_radiotherapy": "no",
            "heart_risk_drugs": "no",
        },
        gaps={"gp_summary": "ask_hospital", "slides_blocks": "ask_hospital", "genetic_report": "never_done"},
        consents=(NEEDED, SHARE, AFTERWARDS),
    ),
    "rare": Family(
        allergies="None that I know of.",
        answers={
            "gp_visits_no_dx": 3,
            "had_hospital_stay": "yes",
            "had_biopsy": "no",
            "body_part_problem": ["brain_nerves"],
        },
        gaps={
            "gp_summary": "ask_hospital",
            "nerve_test": "never_done",
            "photos": "never_done",
            "home_log": "never_done",
        },
        consents=(NEEDED, SHARE),
    ),
    "surgery": Family(
        allergies="Elastic plaster gives me a rash.",
        answers={"gp_visits_no_dx": 4, "had_hospital_stay": "no", "spine_part": "lower_back"},
        gaps={"gp_summary": "ask_hospital"},
        consents=(NEEDED, SHARE, AFTERWARDS),
    ),
}
