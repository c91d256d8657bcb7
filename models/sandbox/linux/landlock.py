"""Landlock: which files and connections a program may use, held by the kernel whatever the mounts say.

Source of the numbers: the kernel's include/uapi/linux/landlock.h.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.linux.calls import (
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_RESTRICT_SELF,
    system_call,
)

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = (
    _WRITE_FILE
    | _READ_FILE
    | _READ_DIR
    | _REMOVE_DIR
    | _REMOVE_FILE
    | _MAKE_DIR
    | _MAKE_REG
    | _MAKE_SYM
    | _REFER
    | _TRUNCATE
)
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
"""The rights that a rule about a single file may name."""

_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights on files a version of Landlock knows; all later ones know 16."""
_LATER_FILE_RIGHTS = 16
_CONNECTIONS_FROM = 4
_SCOPES_FROM = 6
_VERSION_ONLY = 1
_RULE_PATH_BENEATH = 1


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("connections", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def landlock_version() -> int:
    """Return the version of Landlock that runs. Raises OSError where none does."""
    return system_call(LANDLOCK_CREATE_RULESET, None, 0, _VERSION_ONLY)


def restrict_files(readable: Sequence[str], writable: Sequence[str], devices: Sequence[str]) -> None:
    """Let this process read and write below these paths only, connect nowhere, and signal nobody outside.

    It must not be able to gain rights. Paths that do not exist are left out. Raises OSError.
    """
    version = landlock_version()
    handled = (1 << _FILE_RIGHTS.get(version, _LATER_FILE_RIGHTS)) - 1
    rules = _Ruleset(files=handled)
    size = 8
    if version >= _CONNECTIONS_FROM:
        rules.connections, size = 0b11, 16
    if version >= _SCOPES_FROM:
        rules.scopes, size = 0b11, 24
    ruleset = system_call(LANDLOCK_CREATE_RULESET, rules, size, 0)
    try:
        for rights, paths in ((_READ, readable), (_WRITE, writable), (_READ_FILE | _WRITE_FILE, devices)):
            for path in filter(os.path.exists, paths):
                _allow(ruleset, path, rights & handled)
        system_call(LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = rights if Path(path).is_dir() else rights & _ON_FILES
        system_call(LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, _PathBeneath(rights=allowed, parent=opened), 0)
    finally:
        os.close(opened)
