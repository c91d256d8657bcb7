"""Every file the program writes: one folder per kind, all under `TEMPERA_HOME`."""

import os
from dataclasses import dataclass
from pathlib import Path


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
    def state(self) -> Path:
        """The computed state of conversations, a file each."""
        return self.home / "state"

    @property
    def settings(self) -> Path:
        """The user's choices."""
        return self.home / "settings.toml"

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
    def logs(self) -> Path:
        """Rotating logs."""
        return self.home / "logs"

    @property
    def crashes(self) -> Path:
        """Crash reports."""
        return self.home / "crashes"


def user_paths() -> Paths:
    """Return the paths in use: `TEMPERA_HOME` where it is set, else the platform's user data folder."""
    moved = os.environ.get("TEMPERA_HOME")
    if moved:
        return Paths(Path(moved).expanduser().absolute())
    from platformdirs import user_data_path  # only needed where TEMPERA_HOME is not set

    return Paths(user_data_path("Tempera", appauthor=False))
