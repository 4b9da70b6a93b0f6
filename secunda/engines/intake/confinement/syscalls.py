"""A seccomp filter: no network, no new programs or processes, no other process, no change to the system.

What is denied fails with EPERM, so that a library that tries it by habit goes on without. Reading a file
needs none of it. Numbers: Linux UAPI `asm/unistd.h` of both architectures; the machine of the filter is
classic BPF (`linux/filter.h`), its input `struct seccomp_data` (`linux/seccomp.h`).
"""

import ctypes
import os
import platform
from dataclasses import dataclass

from secunda.engines.intake.confinement.landlock import no_new_privileges

_SET_FILTER, _ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _END, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_SAME_PROCESS = 0x00010000  # CLONE_THREAD
_UNKNOWN_FROM = 463
"""Calls that came after Linux 6.12, whatever they do; the C library knows how to go without."""

_BOTH = (
    "424 425 426 427 428 429 430 431 432 433 434 438 440 442 448 452"
    # pidfd_send_signal, io_uring_*, open_tree, move_mount, fs*, pidfd_open, pidfd_getfd, process_madvise,
    # mount_setattr, process_mrelease, fchmodat2
)


@dataclass(frozen=True)
class _Machine:
    audit: int
    seccomp: int
    clone: int
    clone_with_size: int
    signal_thread: int
    denied: str


_MACHINES = {
    "x86_64": _Machine(
        audit=0xC000003E,
        seccomp=317,
        clone=56,
        clone_with_size=435,
        signal_thread=234,
        denied=(
            "41 42 43 44 46 49 50 53 288 307 "  # sockets
            "57 58 59 322 "  # fork, vfork, execve, execveat
            "101 310 311 312 62 129 200 297 "  # ptrace, process_vm_*, kcmp, signals to others
            "321 298 323 248 249 250 "  # bpf, perf_event_open, userfaultfd, keys
            "165 166 155 161 308 272 303 304 "  # mounts, chroot, namespaces, files by handle
            "175 313 176 246 320 169 167 168 170 171 163 164 227 159 305 179 135 172 173 103 153 "
            "86 265 88 266 133 259 90 91 268 92 93 94 260 132 235 261 280 188 189 190 197 198 199"
            # links, devices, modes, owners, times and attributes of files: Landlock leaves these open
        ),
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        seccomp=277,
        clone=220,
        clone_with_size=435,
        signal_thread=131,
        denied=(
            "198 199 200 201 202 203 206 211 242 269 "
            "221 281 "
            "117 270 271 272 129 130 138 240 "
            "280 241 282 217 218 219 "
            "40 39 41 51 268 97 264 265 "
            "105 273 106 104 294 142 224 225 161 162 89 170 112 171 266 60 92 116 58 "
            "37 36 33 52 53 54 55 88 5 6 7 14 15 16"
        ),
    ),
}


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("start", ctypes.POINTER(_Instruction))]


def restrict() -> bool:
    """Put the filter on every thread of this process; False where this machine or kernel cannot."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    written = _filter(machine, os.getpid())
    program = _Program(len(written), (_Instruction * len(written))(*written))
    no_new_privileges()
    kernel = ctypes.CDLL(None, use_errno=True)
    answer = kernel.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_long(_SET_FILTER),
        ctypes.c_long(_ALL_THREADS),
        ctypes.byref(program),
    )
    return int(answer) == 0


def _filter(machine: _Machine, own: int) -> list[_Instruction]:
    made = [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE),
        _Instruction(_EQUALS, 1, 0, machine.audit),
        _Instruction(_ANSWER, 0, 0, _END),
        _Instruction(_LOAD, 0, 0, _NUMBER),
        # Also the numbers of the x32 ABI, which would be a way around the list below.
        _Instruction(_AT_LEAST, 0, 1, _UNKNOWN_FROM),
        _Instruction(_ANSWER, 0, 0, _REFUSE | _ENOSYS),
        # Its flags lie in memory, where a filter cannot look; the C library then takes the older call.
        _Instruction(_EQUALS, 0, 1, machine.clone_with_size),
        _Instruction(_ANSWER, 0, 0, _REFUSE | _ENOSYS),
    ]
    for number in f"{machine.denied} {_BOTH}".split():
        made += [
            _Instruction(_EQUALS, 0, 1, int(number)),
            _Instruction(_ANSWER, 0, 0, _REFUSE | _EPERM),
        ]
    return [
        *made,
        *_only(machine.clone, _HAS_BITS, _SAME_PROCESS),
        *_only(machine.signal_thread, _EQUALS, own),
        _Instruction(_ANSWER, 0, 0, _ALLOW),
    ]


def _only(number: int, test: int, value: int) -> list[_Instruction]:
    """Allow one call only where its first argument passes a test."""
    return [
        _Instruction(_EQUALS, 0, 4, number),
        _Instruction(_LOAD, 0, 0, _FIRST_ARGUMENT),
        _Instruction(test, 0, 1, value),
        _Instruction(_ANSWER, 0, 0, _ALLOW),
        _Instruction(_ANSWER, 0, 0, _REFUSE | _EPERM),
    ]
