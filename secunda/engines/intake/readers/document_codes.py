"""LOINC document codes, as C-CDA, FHIR and HL7 v2 use them, and the kind of record each names."""

from collections.abc import Mapping

from secunda.engines.intake.reading import RecordKind

LOINC: Mapping[str, RecordKind] = {
    "18842-5": RecordKind.DISCHARGE_SUMMARY,
    "34105-7": RecordKind.DISCHARGE_SUMMARY,
    "34133-9": RecordKind.PATIENT_SUMMARY,
    "60591-5": RecordKind.PATIENT_SUMMARY,
    "11488-4": RecordKind.CONSULTATION_NOTE,
    "34117-2": RecordKind.HISTORY_AND_PHYSICAL,
    "11506-3": RecordKind.PROGRESS_NOTE,
    "11504-8": RecordKind.OPERATIVE_REPORT,
    "28570-0": RecordKind.PROCEDURE_REPORT,
    "57133-1": RecordKind.REFERRAL_LETTER,
    "18761-7": RecordKind.TRANSFER_SUMMARY,
    "52521-2": RecordKind.TREATMENT_PLAN,
    "18776-5": RecordKind.TREATMENT_PLAN,
    "18748-4": RecordKind.IMAGING_REPORT,
    "68604-8": RecordKind.IMAGING_REPORT,
    "11526-1": RecordKind.PATHOLOGY_REPORT,
    "60568-3": RecordKind.PATHOLOGY_REPORT,
    "11502-2": RecordKind.LAB_REPORT,
    "11369-6": RecordKind.IMMUNIZATION_RECORD,
    "34109-9": RecordKind.PROGRESS_NOTE,
    "34111-5": RecordKind.EMERGENCY_NOTE,
    "51969-4": RecordKind.GENETIC_REPORT,
    "10160-0": RecordKind.MEDICATION_LIST,
    "56445-0": RecordKind.MEDICATION_LIST,
    "18743-5": RecordKind.AUTOPSY_REPORT,
    "11524-6": RecordKind.ECG,
    "34534-8": RecordKind.ECG,
}
