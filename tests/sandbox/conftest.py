"""Which tests of the sandbox this system can run."""

import sys

collect_ignore = [] if sys.platform == "linux" else ["linux"]
