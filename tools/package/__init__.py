"""Makes what people install from what is in this repository. The door is its command: `python -m tools.package JOB`."""
