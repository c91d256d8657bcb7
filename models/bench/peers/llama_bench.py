"""llama-bench: the computation alone. Nothing is chosen and no text is made, so no program can be faster."""

import json
import tempfile
from pathlib import Path

from models.bench.children import child
from models.bench.common import Common
from models.errors import user_error

_LAST_LINES = 12


class LlamaBench:
    """Runs llama-bench once for every figure; it loads the model anew, which it does not count."""

    def __init__(self, common: Common, program: Path) -> None:
        self._common = common
        self._program = program

    def decode(self, tokens: int, *, depth: int) -> float:
        """Return the tokens per second of decoding behind `depth` tokens. Raises UserError where it fails."""
        return self._run("--n-prompt", "0", "--n-gen", str(tokens), "--n-depth", str(depth))

    def prompt(self, tokens: int) -> float:
        """Return the tokens per second of computing a prompt. Raises UserError where it fails."""
        return self._run("--n-prompt", str(tokens), "--n-gen", "0")

    def _run(self, *task: str) -> float:
        common = self._common
        command = [
            str(self._program),
            "--model",
            str(common.model),
            "--threads",
            str(common.threads),
        ]
        command += ["--repetitions", "1", "--output", "json", *task]
        with tempfile.TemporaryFile() as said:
            try:
                with child(command, common.cancel, libraries=common.libraries, pipes=True, errors=said) as process:
                    output, _ = process.communicate()
                speed = float(json.loads(output)[0]["avg_ts"]) if process.returncode == 0 else 0.0
            except (OSError, ValueError, LookupError) as error:
                raise user_error("bench.peer_failed", str(error), program=self._program.name) from error
            if speed <= 0:
                said.seek(0)
                lines = said.read().decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
                raise user_error("bench.peer_failed", "\n".join(lines), program=self._program.name)
        return speed
