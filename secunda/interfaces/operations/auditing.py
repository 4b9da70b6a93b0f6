"""`secunda verify-audit`: prove that the audit log is whole."""

import argparse

from django.conf import settings

from secunda.foundation.audit.models import Chain, Entry
from secunda.foundation.audit.queries import chain_faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--anchors", type=str, default="", help="a folder of anchors kept elsewhere")


def run(args: argparse.Namespace) -> int:
    """Say what was checked; exit 1 and name every fault when something was changed, removed or cut off."""
    from pathlib import Path

    found = chain_faults(Path(args.anchors) if args.anchors else settings.SECUNDA_ANCHORS)
    for fault in found:
        print(f"fault: {fault}")
    verdict = "NOT WHOLE" if found else "whole"
    print(f"{Chain.objects.count()} chains, {Entry.objects.count()} entries: {verdict}")
    return 1 if found else 0
