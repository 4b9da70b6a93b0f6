"""`python -m bench NAME`: run a measurement."""

import argparse
import sys

from bench import intake, large, many, rooms

MEASUREMENTS = {"intake": intake, "large": large, "many": many, "rooms": rooms}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    names = parser.add_subparsers(dest="name", required=True)
    for name, module in MEASUREMENTS.items():
        module.add_arguments(names.add_parser(name, help=module.__doc__))
    args = parser.parse_args()
    return int(MEASUREMENTS[args.name].run(args))


if __name__ == "__main__":
    sys.exit(main())
