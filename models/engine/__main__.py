"""Entry point of the engine process: `python -m models.engine`, or `tempera-engine` in a packaged program."""

from models.engine.worker import main

main()
