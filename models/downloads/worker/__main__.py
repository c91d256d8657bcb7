"""Entry point of the download process: `python -m models.downloads.worker`."""

import sys

from models.downloads.worker import main

sys.exit(main())
