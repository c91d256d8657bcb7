"""Every file the program writes: one folder per kind, all under `TEMPERA_HOME`."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from models.errors import user_error
from models.installation import is_portable, portable_home


@dataclass(frozen=True)
class Paths:
    """The folders and files under the user's data folder `home`; nothing is created before it is needed."""

    home: Path

    @property
    def models(self) -> Path:
        """GGUF files."""
        return self.home / "models"

    @property
    def history(self) -> Path:
        """The conversations, an SQLite file."""
        return self.home / "history.sqlite3"

    @property
    def unfinished_edits(self) -> Path:
        """What was typed into messages and neither saved nor given up."""
        return self.home / "unfinished_edits.json"

    @property
    def state(self) -> Path:
        """The computed state of conversations, a file each."""
        return self.home / "state"

    @property
    def settings(self) -> Path:
        """The user's choices."""
        return self.home / "settings.toml"

    @property
    def presets(self) -> Path:
        """The user's own modes, a file each."""
        return self.home / "presets"

    @property
    def checksums(self) -> Path:
        """Checksums of model files that were computed before."""
        return self.home / "models" / "checksums.json"

    @property
    def measurements(self) -> Path:
        """What computing with the models takes, as measured before."""
        return self.home / "models" / "measurements.json"

    @property
    def accepted_plans(self) -> Path:
        """With how much less the user had models loaded where memory had run out."""
        return self.home / "models" / "accepted_plans.json"

    @property
    def lab(self) -> Path:
        """The lab's tasks, sweeps and bands."""
        return self.home / "lab"

    @property
    def lab_tasks(self) -> Path:
        """The user's own tasks for the lab, a file each."""
        return self.lab / "tasks"

    @property
    def measured_bands(self) -> Path:
        """What the lab's sweeps recommend, as far as the user took it over."""
        return self.lab / "bands.toml"

    @property
    def sweeps(self) -> Path:
        """The lab's sweeps, a file each."""
        return self.lab / "sweeps"

    @property
    def logs(self) -> Path:
        """Rotating logs."""
        return self.home / "logs"

    @property
    def caches(self) -> Path:
        """What libraries keep to be quicker next time, where that must not lie elsewhere."""
        return self.home / "caches"

    @property
    def qt(self) -> Path:
        """What Qt itself keeps, such as the folders of its file dialogs, where that must not lie elsewhere."""
        return self.home / "qt"

    @property
    def crashes(self) -> Path:
        """Crash reports."""
        return self.home / "crashes"


def find_home() -> None:
    """Put the home folder of the user's account into the environment where it is missing there, as in some services.

    Everything asks the environment for it: this program, Qt, the processes that they start.
    """
    if sys.platform != "win32" and not Path(os.environ.get("HOME", "")).is_absolute():
        import pwd  # hardly ever needed

        try:
            os.environ["HOME"] = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:  # an account that the system does not know: all it has is the data folder, if that is named
            place = os.environ.get("TEMPERA_HOME") or portable_home()
            if place and Path(place).is_absolute():
                os.environ["HOME"] = str(place)
            else:
                os.environ.pop("HOME", None)


def kept_together() -> bool:
    """Say whether the program leaves nothing elsewhere on this computer, not even what libraries keep."""
    return is_portable() and not os.environ.get("TEMPERA_HOME")


def user_paths() -> Paths:
    """Return the paths in use: `TEMPERA_HOME`, else the portable program's own folder, else the user's data folder.

    Raises UserError where nobody says where the user's files belong.
    """
    moved = os.environ.get("TEMPERA_HOME")
    portable = portable_home()
    try:
        if moved:
            return Paths(Path(moved).expanduser().absolute())
        if portable is not None:
            return Paths(portable)
        from platformdirs import user_data_path  # only needed where neither of them says where

        return Paths(user_data_path("Tempera", appauthor=False))
    except RuntimeError as error:  # there is no home folder
        raise user_error("start.homeless", str(error)) from error
