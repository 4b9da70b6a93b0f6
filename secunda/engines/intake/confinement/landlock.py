"""Landlock (Linux 5.13 and later): the files that this process can open, by folder.

Structures and numbers: Linux UAPI `linux/landlock.h`, the same on every architecture.
"""

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_ONLY = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Rights over files that each version of Landlock can take away."""

_READ = _READ_FILE | _READ_DIR
_WORK = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _TRUNCATE
_OF_A_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE
_ANY_TCP = 0b11  # bind and connect, version 4
_SCOPES = 0b11  # abstract sockets and signals, version 6

_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo")
_SINGLE = ("/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/proc/meminfo")
_NOWHERE = Path("/dev/null")
"""Libraries write to it what nobody wants to see, and some end the process where they cannot."""
PACKAGE = Path(__file__).resolve().parents[3]


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """The version of Landlock in this kernel; 0 where it has none or has it switched off."""
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION_ONLY))


def programs() -> list[Path]:
    """Where Python and the libraries lie that readers load when they are first needed."""
    homes = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()}
    return [PACKAGE, *(home / "lib" for home in homes), *map(Path, _SYSTEM + _SINGLE)]


def restrict(*, read: Iterable[Path], write: Iterable[Path]) -> int:
    """Allow reading below `read`, working below `write`, and nothing else; returns the version in force.

    Running programs is allowed nowhere. 0 where the kernel cannot do it: then nothing was changed.
    """
    known = version()
    if known < 1:
        return 0
    handled = _HANDLED[min(known, max(_HANDLED))]
    rules = _Ruleset(handled, _ANY_TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return 0
    try:
        for path in read:
            _allow(ruleset, path, _READ & handled)
        for path in write:
            _allow(ruleset, path, _WORK & handled)
        _allow(ruleset, _NOWHERE, _OF_A_FILE & handled)
        no_new_privileges()
        return known if _call(_RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def no_new_privileges() -> None:
    """Give up gaining rights by running programs; the kernel asks for it before either layer."""
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_A_FILE
        rule = _PathBeneath(rights, place)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.syscall.restype = ctypes.c_long
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return int(kernel.syscall(ctypes.c_long(number), *wide))
