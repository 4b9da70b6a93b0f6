"""`secunda verify-audit`: prove that the audit log is whole."""

import argparse
from pathlib import Path

from django.conf import settings

from secunda.foundation.audit.models import Chain, Entry
from secunda.foundation.audit.queries import chain_faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--anchors", type=Path, help="a folder of anchors kept elsewhere")


def run(args: argparse.Namespace) -> int:
    """Say what was checked; exit 1 and name every fault when something was changed, removed or cut off."""
    if args.anchors and not args.anchors.is_dir():
        print(f"There is no folder {args.anchors}; nothing was checked.")
        return 2
    anchors: Path = args.anchors or settings.SECUNDA_ANCHORS
    found = chain_faults(anchors)
    for fault in found:
        print(f"fault: {fault}")
    verdict = "NOT WHOLE" if found else "whole"
    days = sum(1 for _ in anchors.glob("*.jsonl"))
    print(f"{Chain.objects.count()} chains, {Entry.objects.count()} entries, {days} anchors: {verdict}")
    return 1 if found else 0
