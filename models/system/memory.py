"""The memory of this machine."""


def machine_memory() -> int:
    """Return how many bytes of memory the machine has."""
    import psutil  # slow to import, and rarely asked

    return int(psutil.virtual_memory().total)
