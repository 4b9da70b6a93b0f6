"""Which name in a case's own file fills which field of the opinion form.

Field of the form to name in the file; tuples hold names that differ in a prefix at most.
"""

SIMPLE = (
    "contact_mode",
    "docs_missing",
    "critical_finding",
    "critical_detail",
    "time_to_act",
    "safety_net",
    "do_not_stop",
    "change_my_mind",
)
SURGERY = {
    "q1_necessary": "q1_necessary",
    "q1_concordance": "q1_concordance",
    "q2_nonsurgical": "q2_nonsurgical",
    "q3_balance": "q3_balance",
    "q3_modifiable": "q3_modifiable",
    "q4_timing": "q4_timing",
    "s_asa": "asa",
    "s_prom": "prom",
    "sp_syndrome": "syndrome",
    "sp_neuro": "neuro",
    "sp_guideline": "guideline",
}
CANCER = (
    "site",
    "histology",
    "tissue_reviewed",
    "grade",
    "stage_system",
    "tnm",
    "stage",
    "risk_group",
    "ecog",
    "germline",
    "intent",
    "fertility",
    "prognosis_wanted",
    "max_delay_days",
)
CANCER_COMPARED = ("tissue_review_result", "intent_first", "mdt")
HEART = (
    "ccs",
    "nyha",
    "lvef",
    "lvef_method",
    "ischaemia",
    "left_main",
    "syntax",
    "diabetes",
    "omt_optimal",
)
HEART_COMPARED = ("indication", "heart_team")
LONG_TERM = ("target", "target_met", "adequate_trials", "adherence", "interfere", "true_resistance")
STUDY = {"st_uid": "uid", "st_modality": "modality", "st_date": "date", "st_quality": "quality"}
FINDING = {"fi_second": "second", "fi_confidence": "confidence"}
FINDING_COMPARED = {
    "fi_first": "first",
    "fi_agree": "agree",
    "fi_significance": "significance",
    "fi_radpeer": "radpeer",
}
OWN_DIAGNOSIS = {
    "dx_second": "second",
    "dx_second_code": "code",
    "dx_second_certainty": "certainty",
    "dx_reasons": "reasons",
    "dx_for": "for",
    "dx_against": "against",
    "dx_confidence": "confidence",
}
ALTERNATIVE = {
    "alt_name": "name",
    "alt_is_none": "none",
    "alt_benefit": "benefit",
    "alt_harm": "harm",
    "alt_qol": "qol",
    "alt_cost": "cost",
    "alt_availability": "availability",
    "alt_reversible": "reversible",
    "alt_evidence_strength": "strength",
}
TEST = (
    "name",
    "already_done",
    "why_repeat",
    "changes_plan",
    "radiation_msv",
    "invasive",
    "urgency",
    "who",
)
COMPARED_DIAGNOSIS = {
    "dx_agreement": "agreement",
    "dx_refine_type": "refine_type",
    "dx_difference": "reasons",
    "dx_impact": "impact",
}
COMPARED_ITEM = {
    "pi_agreement": "agreement",
    "pi_change": "change",
    "pi_change_type": "change_type",
    "pi_reasons": "reasons",
    "pi_confidence": "confidence",
    "pi_main": "main",
    "pi_harm": "harm",
    "pi_harm_likelihood": "harm_likelihood",
}
ADDED = {"ai_text": "text", "ai_importance": "importance", "ai_reasons": "reasons"}
