"""`secunda sweep`: remove stored bytes that nothing names, as a crash can leave them."""

import argparse

from secunda.foundation.vault.erasing import sweep


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--yes", action="store_true", help="the service is stopped; do it")


def run(args: argparse.Namespace) -> int:
    """Sweep; refused unless the operator says that nothing is being received."""
    if not args.yes:
        print("Stop the service first, then run: secunda sweep --yes")
        return 2
    print(f"{sweep()} objects removed")
    return 0
