"""What the transcript costs, measured part by part, each in a process of its own.

`python -m bench.transcript` prints all figures; `python -m bench.transcript open 10000` those of one part.
"""
