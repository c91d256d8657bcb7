"""The memory of this machine."""


def machine_memory() -> int:
    """Return how many bytes of memory the machine has."""
    import psutil  # slow to import, and rarely asked

    return int(psutil.virtual_memory().total)


def available_memory() -> int:
    """Return how many bytes of it programs can have now without that the system moves others' to the disk."""
    import psutil

    return int(psutil.virtual_memory().available)
