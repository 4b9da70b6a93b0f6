"""Bounds that every kernel has: memory, processor time, file size, open files."""

import resource

from secunda.engines.intake.limits import Limits

OPEN_FILES = 64


def set_bounds(limits: Limits) -> None:
    """Bound memory, file size and open files of this process, and leave no core file behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.member_bytes, limits.member_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def allow_seconds(seconds: float) -> None:
    """Grant this many more seconds of processor time before the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
