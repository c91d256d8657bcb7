"""Who a contained program is: a user without rights, in a user namespace of its own."""

import errno
import os
import sys
from pathlib import Path

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.linux.calls import (
    PR_CAP_AMBIENT,
    PR_CAPBSET_DROP,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_SECUREBITS,
    control_process,
    drop_capabilities,
)

_NOBODY = 65534
_INSIDE = 1000
_ALL_LOCKED = 0b101111
"""No special rights for user 0, none kept over a change of user, and neither to be changed: `SECBIT_*`."""

_AMBIENT_CLEAR_ALL = 4
_MOST_CAPABILITIES = 64


def write_maps(process: int) -> None:
    """Say which users of this machine the users inside the new namespace of `process` are. Raises OSError.

    A user of this machine stays who they are. For root, user 0 inside is root, who alone may be able to read the
    interpreter and prepares the files, and the program will be nobody: the kernel does not hold root to the limit on
    the number of processes.
    """
    folder = Path("/proc", str(process))
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        (folder / "uid_map").write_text(f"0 0 1\n{_INSIDE} {_NOBODY} 1\n")
        (folder / "gid_map").write_text(f"0 {group} 1\n{_INSIDE} {_NOBODY} 1\n")
        return
    (folder / "setgroups").write_text("deny")
    (folder / "uid_map").write_text(f"{user} {user} 1\n")
    (folder / "gid_map").write_text(f"{group} {group} 1\n")


def program_owner() -> tuple[int, int]:
    """Return the user and the group that the program will be, as seen inside."""
    user = os.geteuid()
    return (user, os.getegid()) if user else (_INSIDE, _INSIDE)


def give_up_rights() -> None:
    """Become that user, without a way back. Raises OSError."""
    user, group = program_owner()
    control_process(PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    for capability in range(_MOST_CAPABILITIES):
        try:
            control_process(PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != errno.EINVAL:  # this kernel knows no more of them
                raise
            break
    control_process(PR_SET_SECUREBITS, _ALL_LOCKED)
    if os.geteuid() == 0:
        os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    drop_capabilities()
    control_process(PR_SET_NO_NEW_PRIVS, 1)
