"""Lets those type who write with Fcitx: Qt is told to reach it as IBus, which the Qt of this program can."""

from collections.abc import MutableMapping

_NAMED, _LISTED, _PORTAL = "QT_IM_MODULE", "QT_IM_MODULES", "IBUS_USE_PORTAL"
_FCITX = "fcitx"


def reach_fcitx(environment: MutableMapping[str, str]) -> None:
    """Change `environment`, before Qt reads it, where the desktop names Fcitx and nothing else.

    Qt's own plugin for it is part of Linux distributions and fits their Qt alone. Fcitx 5 answers by IBus's protocol,
    too, under the name that programs in sandboxes use; older ones do not, and with them nothing is changed.
    """
    named = environment.get(_NAMED, "")
    if not named.startswith(_FCITX) or _LISTED in environment or _PORTAL in environment:
        return
    import shutil  # hardly ever needed

    if shutil.which("fcitx5", path=environment.get("PATH")):
        environment[_LISTED] = f"{named};ibus"
        environment[_PORTAL] = "1"
