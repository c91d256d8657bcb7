"""The trial of a finished package: installed where nothing else is, without any network, and used.

`main` is the job `trial`. What is checked is in `installed`, `places`, `processors` and `figures`; each line of the
report is a check that can fail.
"""

from tools.package.trial.command import main

__all__ = ["main"]
