"""`secunda erase`: erase a case by its reference."""

import argparse

from django.utils import timezone

from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case
from secunda.journey.retention.actions import erase_case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("reference", help="the case's reference, as people say it on the phone")
    parser.add_argument("--because", required=True, choices=["asked_by_patient", "time_over"])


def run(args: argparse.Namespace) -> int:
    """Erase; exit 2 when there is no such case, 1 when it is still open."""
    case = Case.objects.filter(reference=args.reference.replace("-", "").upper()).first()
    if case is None:
        print("No case has this reference.")
        return 2
    try:
        erase_case(case, because=args.because, by=None, at=timezone.now())
    except Refused as refused:
        print(refused.refusal.says)
        return 1
    print(
        "Erased. The audit log keeps that it was done; run `secunda verify-audit` to see that it still holds."
    )
    return 0
