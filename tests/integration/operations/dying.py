"""The worker as it is, and its death: `python -m … WRITES SECONDS` ends as by kill -9, `… count` counts.

Death comes some moments after so many rows were written, wherever the worker is then: in a transaction,
in a file of the vault, between two files, while the case file is made. With `… behind STATEMENT` it comes at
one place: after the first statement that begins so has been carried out, before the next one.

With `DYING_LARGE` set, any archive counts as a large one: two readers share it, and members stay in it.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE")
TABLES = ("records_", "imaging_", "vault_")


class Counter:
    """Counts statements that change what the case file is made of, on every connection."""

    def __init__(self, deadly: int, seconds: float) -> None:
        """`deadly`: the statement behind which the process dies; 0 for none."""
        self.seen = 0
        self._deadly, self._seconds = deadly, seconds
        self._lock = threading.Lock()

    def watch(self, connection: Any, **_signal: object) -> None:
        """Count from now on what goes over this connection."""
        connection.execute_wrappers.append(self)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> Any:
        """Let the statement through."""
        if sql.startswith(WRITES) and any(table in sql for table in TABLES):
            with self._lock:
                self.seen += 1
                if self.seen == self._deadly:
                    threading.Timer(self._seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return execute(sql, params, many, context)


class Behind:
    """Dies where the statement after a certain one would be carried out, on any connection."""

    def __init__(self, begins: str) -> None:
        self._begins = begins
        self._seen = False

    def watch(self, connection: Any, **_signal: object) -> None:
        """Look from now on at what goes over this connection."""
        connection.execute_wrappers.append(self)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> Any:
        """Let the statement through, or die."""
        if self._seen:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, params, many, context)
        self._seen = sql.startswith(self._begins)
        return done


def all_large(**_signal: object) -> None:
    """Any archive counts as a large one; said when the tables are there to be imported."""
    from secunda.foundation.vault import packing
    from secunda.journey.records.work import opening

    packing.PACK_BELOW = 1
    opening.SHARED_BYTES = 0


def main() -> int:
    """Work until nothing waits, or until death."""
    from django.db.backends.signals import connection_created

    from secunda.interfaces.operations import command

    if os.environ.get("DYING_LARGE"):
        connection_created.connect(all_large)
    counting = sys.argv[1] == "count"
    if sys.argv[1] == "behind":
        connection_created.connect(Behind(sys.argv[2]).watch, weak=False)
        return command.main(["work", "--until-idle"])
    counter = Counter(0, 0) if counting else Counter(int(sys.argv[1]), float(sys.argv[2]))
    connection_created.connect(counter.watch)
    code = command.main(["work", "--until-idle"])
    if counting:
        sys.stdout.write(f'{{"writes": {counter.seen}}}')
    return code


if __name__ == "__main__":
    sys.exit(main())
