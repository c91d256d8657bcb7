"""seccomp: the system calls that a contained program is refused.

Refused are those that make processes, reach the network, keep memory outside of the limits, look into or signal other
processes by other ways, change namespaces and mounts, or open large parts of the kernel that Python does without. The
numbers are those of the kernel's asm/unistd_64.h and asm-generic/unistd.h.
"""

import ctypes
import errno
import os
import struct
import sys

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.linux.calls import PR_SET_SECCOMP, control_process

# fmt: off
_REFUSED = {
    "x86_64": (
        29, 30, 31, 67, 64, 65, 66, 220, 68, 69, 70, 71,  # System V's shared memory, semaphores, messages
        41, 42, 49, 50, 43, 288,  # socket, connect, bind, listen, accept
        57, 58, 322,  # fork, vfork, execveat
        101, 310, 311, 312, 434, 438, 424,  # ptrace, process_vm_*, kcmp, pidfd_*
        133, 259,  # mknod
        134, 135, 136, 139, 154, 156, 172, 173,  # uselib, personality, ustat, sysfs, modify_ldt, _sysctl, iopl, ioperm
        149, 151, 325,  # mlock
        155, 161, 165, 166, 272, 308,  # pivot_root, chroot, mount, umount2, unshare, setns
        428, 429, 430, 431, 432, 433, 442,  # the newer calls for mounts
        159, 163, 164, 167, 168, 169, 170, 171, 179, 180, 227, 305, 443,  # the clock, accounting, swap, reboot, names
        103, 153, 174, 175, 176, 177, 178, 212, 246, 313, 320,  # the kernel's log, modules, kexec
        206, 425, 426, 427, 237, 238, 256, 279,  # io_setup, io_uring, placing memory
        240, 241, 242, 243, 244, 245,  # POSIX's message queues
        248, 249, 250,  # keys
        253, 254, 294, 300, 301, 303, 304,  # inotify, fanotify, handles of files
        275, 276, 278, 319, 447,  # splice, tee, vmsplice, memfd
        298, 321, 323,  # perf, bpf, userfaultfd
    ),
    "aarch64": (
        186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196,
        198, 200, 201, 202, 203, 242,
        281,
        117, 270, 271, 272, 434, 438, 424,
        33,
        92,
        228, 230, 284,
        41, 51, 40, 39, 97, 268,
        428, 429, 430, 431, 432, 433, 442,
        171, 89, 170, 224, 225, 142, 161, 162, 60, 42, 112, 266, 443,
        116, 58, 105, 106, 104, 18, 273, 294,
        0, 425, 426, 427, 235, 237, 238, 239,
        180, 181, 182, 183, 184, 185,
        217, 218, 219,
        26, 27, 262, 263, 264, 265,
        75, 76, 77, 279, 447,
        241, 280, 282,
    ),
}
# fmt: on

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_CLONE_THREAD = 0x10000
_LAST_KNOWN = 450
"""What came later is as unknown as to an older kernel; so are the calls of x86's 32-bit mode, far above."""

_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where these stand in struct seccomp_data
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_FILTER = 2


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def known_processor() -> bool:
    """Say whether the system calls of this machine's processor are known here."""
    return os.uname().machine in _REFUSED


def filter_program(machine: str) -> bytes:
    """Return the filter for a processor, as the kernel's classic BPF instructions."""
    refuse = _instruction(_RETURN, _ERROR | errno.EPERM)
    unknown = _instruction(_RETURN, _ERROR | errno.ENOSYS)
    lines = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER),
        _instruction(_GREATER, _LAST_KNOWN, 0, 1),
        unknown,
        _instruction(_EQUAL, _CLONE3, 0, 1),  # C's library then uses clone, whose flags can be read
        unknown,
        _instruction(_EQUAL, _CLONE[machine], 0, 4),
        _instruction(_LOAD, _FIRST_ARGUMENT),
        _instruction(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _instruction(_RETURN, _ALLOW),
        refuse,
    ]
    for number in _REFUSED[machine]:
        lines += [_instruction(_EQUAL, number, 0, 1), refuse]
    return b"".join([*lines, _instruction(_RETURN, _ALLOW)])


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def refuse_system_calls() -> None:
    """Put the filter on this process and all it becomes; it must not be able to gain rights. Raises OSError."""
    text = filter_program(os.uname().machine)
    control_process(PR_SET_SECCOMP, _FILTER, _Program(len(text) // 8, text))
