"""Scans and tracings as folders of DICOM files, one function for each visit to a machine."""

from secunda.interfaces.operations.demo.pictures.heart import angiogram, echo
from secunda.interfaces.operations.demo.pictures.magnetic import (
    neuro_mri,
    pancreas_mri,
    prostate_mri,
    spine_mri,
)
from secunda.interfaces.operations.demo.pictures.tracings import hypertrophy_ecg, normal_ecg
from secunda.interfaces.operations.demo.pictures.ultrasound import pelvic_ultrasound
from secunda.interfaces.operations.demo.pictures.xray import abdomen_ct, spine_xray

__all__ = [
    "abdomen_ct",
    "angiogram",
    "echo",
    "hypertrophy_ecg",
    "neuro_mri",
    "normal_ecg",
    "pancreas_mri",
    "pelvic_ultrasound",
    "prostate_mri",
    "spine_mri",
    "spine_xray",
]
