"""How much memory a process has held at most."""

from pathlib import Path

_MIB = 2**20


def peak_mib(process: int | None) -> float | None:
    """Return the highest resident memory of a process so far in MiB; None where the system does not tell."""
    if process is None:
        return None
    try:
        for line in Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return _peak_of_windows(process)


def _peak_of_windows(process: int) -> float | None:
    import psutil  # only for a benchmark

    try:
        peak = getattr(psutil.Process(process).memory_info(), "peak_wset", None)
    except psutil.Error:
        return None
    return None if peak is None else peak / _MIB
