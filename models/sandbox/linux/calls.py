"""The calls of Linux's kernel that Python does not know: namespaces, mounts, Landlock, giving up rights."""

import ctypes
import os
import sys

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

_C = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_RDONLY = 0x1
MS_REMOUNT = 0x20
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47

LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ADD_RULE = 445
LANDLOCK_RESTRICT_SELF = 446
_MOUNT_SETATTR = 442
"""These four have one number on every processor."""

_NUMBERS = {"x86_64": (155, 126), "aarch64": (41, 91)}
"""The numbers of pivot_root and capset by processor, from asm/unistd_64.h and asm-generic/unistd.h."""

_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_MNT_DETACH = 2
_CAPABILITY_VERSION_3 = 0x20080522


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def system_call(number: int, *arguments: int | bytes | ctypes.Structure | None) -> int:
    """Make a system call; structures are given by reference. Raises OSError."""
    sent = [ctypes.byref(one) if isinstance(one, ctypes.Structure) else _sent(one) for one in arguments]
    return _checked(_C.syscall(ctypes.c_long(number), *sent), f"system call {number}")


def _sent(value: int | bytes | None) -> ctypes.c_long | bytes | None:
    return ctypes.c_long(value) if isinstance(value, int) else value


def control_process(option: int, *arguments: int | ctypes.Structure) -> int:
    """Call prctl. Raises OSError."""
    sent = [ctypes.byref(one) if isinstance(one, ctypes.Structure) else ctypes.c_ulong(one) for one in arguments]
    sent += [ctypes.c_ulong(0)] * (4 - len(sent))
    return _checked(_C.prctl(option, *sent), f"prctl {option}")


def leave_namespaces(kinds: int) -> None:
    """Put this process into new namespaces of these kinds; of the process numbers', its children. Raises OSError."""
    _checked(_C.unshare(kinds), "unshare")


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """Mount something on a folder or a file. Raises OSError."""
    names = [os.fsencode(one) if one is not None else None for one in (source, target, kind)]
    data = options.encode() if options is not None else None
    _checked(_C.mount(*names, ctypes.c_ulong(flags), data), f"mount {target}")


def detach(target: str) -> None:
    """Take a mount and all below it out of sight. Raises OSError."""
    _checked(_C.umount2(os.fsencode(target), _MNT_DETACH), f"umount {target}")


def change_root(new: str, old: str) -> None:
    """Make the mount `new` the root, and the old root visible at `old` below it. Raises OSError."""
    number, _ = _NUMBERS[os.uname().machine]
    system_call(number, os.fsencode(new), os.fsencode(old))


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "namespace")]


def restrict_mount(target: str, flags: int) -> None:
    """Add flags (MS_RDONLY, MS_NOSUID, MS_NODEV or MS_NOEXEC) to a mount and all below it. Raises OSError."""
    attributes = _MountAttributes(set=flags)  # MOUNT_ATTR_* have the values of MS_* for these four
    size = ctypes.sizeof(attributes)
    system_call(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, attributes, size)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Capabilities(ctypes.Structure):
    _fields_ = [("sets", ctypes.c_uint32 * 6)]


def drop_capabilities() -> None:
    """Give up every capability this process has. Raises OSError."""
    _, number = _NUMBERS[os.uname().machine]
    system_call(number, _CapabilityHeader(version=_CAPABILITY_VERSION_3), _Capabilities())
