"""Where the machine's electricity comes from."""


def on_battery() -> bool:
    """Return whether the machine runs on its battery; not so where it has none, or does not say."""
    import psutil  # slow to import, and rarely asked

    battery = psutil.sensors_battery()
    return battery is not None and battery.power_plugged is False
