"""Writes where newer versions are listed into `resources/`, before a package is made: `python -m tools.release_source`.

Its arguments are the address that answers with the newest release, in GitHub's form, and the page that lists releases
for people. A source tree has no such file: its copies are brought up to date by those who have the source.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from models.release import ReleaseSource, SourceError
from models.resources import resource


def main(arguments: Sequence[str]) -> int:
    """Write the file; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.release_source", description=__doc__)
    parser.add_argument("latest", help="the address that answers with the newest release")
    parser.add_argument("page", help="the page that lists the releases")
    options = parser.parse_args(arguments)
    try:
        source = ReleaseSource(options.latest, options.page)
    except SourceError as error:
        parser.error(str(error))
    text = json.dumps({"latest": source.latest, "page": source.page}, indent=2)
    resource("release.json").write_text(f"{text}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
