"""`secunda migrate`: bring the database up to this version."""

import argparse

from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--plan", action="store_true", help="only say what would be done")


def run(args: argparse.Namespace) -> int:
    """Apply what is missing; a second run does nothing."""
    call_command("migrate", plan=args.plan, interactive=False, verbosity=1)
    return 0
