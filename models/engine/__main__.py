"""Entry point of the engine process: `python -m models.engine [JOB ...]`, or `tempera-engine` in a packaged program."""

import sys

from models.engine.worker import main

sys.exit(main(sys.argv[1:]))
