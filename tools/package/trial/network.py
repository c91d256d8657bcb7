"""Whether anything was tried on the network: the kernel's counters of this namespace, and what strace saw."""

import re
from collections import Counter
from pathlib import Path

_TO_NOBODY = frozenset({"AF_UNIX", "AF_LOCAL", "AF_NETLINK", "AF_UNSPEC"})
"""Addresses on this machine itself: sockets in files, and the kernel."""

_UP = 1
"""Of an interface's flags."""

_CALL = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg|bind)\(.*?sa_family=(AF_\w+)")
_SOCKET = re.compile(r"\bsocket\((AF_\w+), ([\w|]+)")
_COUNTED = {
    "Ip": ("OutRequests", "OutNoRoutes", "OutDiscards"),
    "Tcp": ("ActiveOpens", "OutSegs"),
    "Udp": ("OutDatagrams",),
    "Icmp": ("OutMsgs",),
}


def interfaces(system: Path) -> dict[str, bool]:
    """Return the network's interfaces and whether each is up; `system` is where this namespace's /sys is."""
    found = system / "class" / "net"
    names = [line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text("ascii").splitlines()[2:]]
    return {name: bool(int((found / name / "flags").read_text("ascii"), 16) & _UP) for name in names}


def counters() -> dict[str, int]:
    """Return how much was sent, or was to be sent, in this namespace: packets, connections, bytes of interfaces.

    A connection by IPv6 that finds no address of its own to come from is not counted; strace sees it.
    """
    found: dict[str, int] = {}
    lines = Path("/proc/net/snmp").read_text("ascii").splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind, _, fields = names.partition(":")
        numbers = dict(zip(fields.split(), values.partition(":")[2].split(), strict=True))
        found |= {f"{kind}.{name}": int(numbers[name]) for name in _COUNTED.get(kind, ())}
    for line in Path("/proc/net/snmp6").read_text("ascii").splitlines():
        name, number = line.split()
        # Packets to groups of neighbours are the kernel's own; there are none where no interface is up.
        if name in {"Ip6OutRequests", "Ip6OutNoRoutes", "Udp6OutDatagrams"}:
            found[name] = int(number)
    for line in Path("/proc/net/dev").read_text("ascii").splitlines()[2:]:
        name, _, fields = line.partition(":")
        found[f"{name.strip()}.bytes"] = int(fields.split()[0]) + int(fields.split()[8])
    return found


def addresses(log: Path) -> Counter[str]:
    """Return the calls that named an address, by call and family, as strace wrote them."""
    return Counter(f"{call} {family}" for call, family in _CALL.findall(log.read_text("utf-8", "replace")))


def sockets(log: Path) -> Counter[str]:
    """Return the sockets that were made, by family."""
    return Counter(family for family, _ in _SOCKET.findall(log.read_text("utf-8", "replace")))


def beyond_this_machine(log: Path) -> list[str]:
    """Return the lines of calls whose address is not on this machine itself."""
    lines = log.read_text("utf-8", "replace").splitlines()
    return [line for line in lines if any(family not in _TO_NOBODY for _, family in _CALL.findall(line))]
