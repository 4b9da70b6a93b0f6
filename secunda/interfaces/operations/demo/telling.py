"""Telling the person at the terminal what goes on: silent for two seconds, then a line now and then."""

import sys
import time

SILENT_SECONDS = 2.0
BETWEEN_SECONDS = 1.0


class Progress:
    """Shows where a long piece of work is, on one line of a terminal, or in lines elsewhere."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = 0.0
        self.wide = 0

    def tell(self, words: str, *, now: bool = False) -> None:
        """Show what is being done, unless a line was shown just before; `now` shows it in any case."""
        moment = time.monotonic()
        if moment - self.began < SILENT_SECONDS or (not now and moment - self.shown < BETWEEN_SECONDS):
            return
        self.shown = moment
        line = f"  {moment - self.began:3.0f} s  {words}"
        if sys.stdout.isatty():
            print(f"\r{line:<{self.wide}}", end="", flush=True)
            self.wide = len(line)
        else:
            print(line, flush=True)

    def done(self) -> None:
        """Leave the line."""
        if self.shown and sys.stdout.isatty():
            print(flush=True)
