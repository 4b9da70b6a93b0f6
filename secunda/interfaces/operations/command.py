"""The `secunda` command: one word each for what a hospital's IT does with an installation."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from secunda.interfaces.operations.demo import port

# name → (module in this package, what it does). A module has add_arguments(parser) and run(args) → exit code.
COMMANDS = {
    "demo": ("demo_command", "seed the demonstration, serve it, and print links that sign in"),
    "serve": ("serving", "serve the pages"),
    "work": ("working", "do what is waiting: read files, send notices, render opinions"),
    "intake": ("intake_command", "read a folder, file or zip and say what is in it, without a server"),
    "compare": ("comparing_command", "compare a first and a second opinion in two files, item by item"),
    "content": ("content_command", "check the clinical content"),
    "migrate": ("migrating", "bring the database up to this version"),
    "backup": ("backup", "write database, blobs and anchors into one folder"),
    "restore": ("restore", "bring an installation back from a backup"),
    "verify-audit": ("auditing", "prove that the audit log is whole"),
    "erase": ("erasing_command", "erase a case; tombstones and the audit log stay"),
    "sweep": ("sweeping", "remove stored bytes that nothing names"),
}
# These need no installation: no database, no settings.
WITHOUT_DJANGO = {"intake", "compare", "content"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 a fault found, 2 wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="secunda", description="A medical second opinion service of your own."
    )
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, says) in COMMANDS.items():
        command = choices.add_parser(name, help=says, description=says.capitalize() + ".")
        if words[:1] == [name]:
            if fault := _set_up(name, words[1:]):
                print(f"secunda: {fault}", file=sys.stderr)
                return 2
            importlib.import_module(f"{__package__}.{module}").add_arguments(command)
    args = parser.parse_args(words)
    chosen = importlib.import_module(f"{__package__}.{COMMANDS[args.command][0]}")
    code: int = chosen.run(args)
    return code


def _set_up(name: str, words: Sequence[str]) -> str:
    """Read the settings; the one line that says which of them cannot be read, or nothing."""
    if name in WITHOUT_DJANGO:
        return ""
    if name == "demo":
        os.environ.setdefault("SECUNDA_DEMO", "yes")
        os.environ.setdefault("SECUNDA_ORIGIN", port.origin(words))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        return str(fault)
    return ""


if __name__ == "__main__":
    sys.exit(main())
